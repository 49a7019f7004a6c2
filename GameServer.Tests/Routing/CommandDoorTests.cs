using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

public sealed class CommandDoorTests : IDisposable
{
    private const int BytesMax = 256;

    private readonly NodeWorld _node = new(
        new NodeWorldOptions { Rooms = new RoomOptions { CommandBytesMax = BytesMax } }, ("table", () => new TableRoom()));

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_valid_command_that_is_larger_than_it_may_be_is_a_bad_payload_and_one_that_just_fits_is_handled(bool asJson)
    {
        var player = _node.Connect();
        var room = player.Enter(new Join { Key = new RoomKey { RoomType = "table", Key = "a" } }).Room;

        Send(player, room, 1, asJson, BytesMax);
        Send(player, room, 2, asJson, BytesMax + 1);

        // What the room does with a command that it was given.
        Outcome(player).ShouldBe(CommandResult.Types.Outcome.Rejected);
        Outcome(player).ShouldBe(CommandResult.Types.Outcome.BadPayload);
    }

    private static void Send(NodePlayer player, uint room, ulong number, bool asJson, int bytes)
    {
        var command = new Command { Room = room, CommandSeq = number };
        if (asJson)
        {
            command.PayloadJson = "{\"type\":6}".PadRight(bytes);
        }
        else
        {
            command.Payload = Sized(bytes).ToByteString();
        }

        Math.Max(command.Payload.Length, command.PayloadJson.Length).ShouldBe(bytes);
        player.Send(new ClientEnvelope { Command = command });
    }

    // The type takes two bytes, the tag of the data one, and its length two.
    private static RelayCommand Sized(int bytes) => new() { Type = 6, Data = ByteString.CopyFrom(new byte[bytes - 5]) };

    private static CommandResult.Types.Outcome Outcome(NodePlayer player) =>
        player.Until(envelope => envelope.Member?.Results.Count > 0).Member.Results.ShouldHaveSingleItem().Outcome;
}
