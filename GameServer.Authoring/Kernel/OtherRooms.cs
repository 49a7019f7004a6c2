using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>Other rooms as a room's handlers see them: every call is an effect that leaves at the end of the turn.</summary>
internal sealed class OtherRooms(TurnScope scope, PendingWorks works) : IRooms
{
    private static readonly TimeSpan _lifetimeMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lifetimeMax = TimeSpan.FromHours(1);

    public void Create(
        string roomType,
        IReadOnlyDictionary<string, string> properties,
        string key,
        Action<RoomId> then,
        Action<string>? failed = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(roomType);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(properties);
        if (RoomProperties.Refusal(properties) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(properties));
        }

        var id = scope.Running.Of(works).Expect(Continuation("Rooms.Create", value => then((RoomId)value!), failed));
        var copy = new Dictionary<string, string>(properties);
        scope.Output.Say(new RoomEffect.CreateRoom(id, new RoomTypeName(roomType), copy, key));
    }

    public void Reserve(RoomId room, PlayerId? player, TimeSpan lifetime, Action<string> then, Action<string>? failed = null)
    {
        ArgumentNullException.ThrowIfNull(then);
        if (lifetime < _lifetimeMin || lifetime > _lifetimeMax)
        {
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "A seat is kept for 1 s to 1 h.");
        }

        var id = scope.Running.Of(works).Expect(Continuation("Rooms.Reserve", value => then((string)value!), failed));
        scope.Output.Say(new RoomEffect.ReserveSeat(id, room, player, lifetime));
    }

    public void Tell(RoomId room, IMessage command)
    {
        ArgumentNullException.ThrowIfNull(command);
        // A copy: the author may go on changing its own.
        var copy = command.Descriptor.Parser.ParseFrom(command.ToByteString());
        scope.Running.Of(scope).Output.Say(new RoomEffect.TellRoom(room, copy));
    }

    private static PendingWork.Continuation Continuation(string handler, Action<object?> then, Action<string>? failed) =>
        new(handler, then, failed is null ? null : error => failed(error.Message));
}
