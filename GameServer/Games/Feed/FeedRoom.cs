using GameServer.Authoring;

namespace GameServer.Games.Feed;

/// <summary>Live readings by name, pushed to all who watch; set by players with the publisher right and by the server itself.</summary>
internal sealed class FeedRoom : Room<FeedState, FeedCommand, FeedEvent>
{
    internal const string PublisherRight = "publisher";

    public override RoomSettings Settings { get; } = new() { MaxMembers = 1_000, EmptyLifetime = TimeSpan.FromMinutes(10) };

    protected override void OnCommand(Player player, FeedCommand command)
    {
        var refusal = player.Rights.Contains(PublisherRight)
            ? Apply(command)
            : $"Only players with the right \"{PublisherRight}\" can change a feed.";
        if (refusal is not null)
        {
            Reject(refusal);
        }
    }

    // Nobody waits for an answer here: readings that break a limit are left out.
    protected override void OnTold(FeedCommand command) => Apply(command);

    private string? Apply(FeedCommand command) => command.KindCase switch
    {
        FeedCommand.KindOneofCase.Publish => Readings.Publish(State, command.Publish, (ulong)Now.ToUnixTimeMilliseconds()),
        FeedCommand.KindOneofCase.Retire => Readings.Retire(State, command.Retire),
        FeedCommand.KindOneofCase.None => "A feed knows the commands publish and retire.",
    };
}
