using System.Diagnostics;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>Where a member's command is decoded and put into the mailbox of a room of this node. May be used from any thread.</summary>
internal sealed class CommandDoor(RoomOptions options, CommandPool commands, Traffic traffic)
{
    /// <param name="room">The room.</param>
    /// <param name="from">The member.</param>
    /// <param name="command">The command.</param>
    /// <param name="span">Its span in the room, which the room ends; null: it is not traced.</param>
    internal RouteAnswer Tell(RoomEntry room, MemberAddress from, CommandContent command, Activity? span)
    {
        traffic.CountCommand();
        var input = commands.Take(from, new CommandSeq(command.Number), new CommandSeq(command.RepliesSeen), Decode(room, command));
        input.Companion = span;
        var answer = RouteAnswers.Of(room.Actor.Tell(input));
        if (answer != RouteAnswer.Taken)
        {
            commands.GiveBack(input);
            Tracing.End(span, answer.ToString());
        }

        return answer;
    }

    private IMessage? Decode(RoomEntry room, CommandContent command)
    {
        if (command.Payload.Length > options.CommandBytesMax || command.PayloadJson.Length > options.CommandBytesMax)
        {
            return null;
        }

        var schema = room.Schema;
        return PayloadCodec.TryDecode(
            schema.Command, schema.CommandParser, command.Payload, command.PayloadJson, CodecLimits.Default, out var message, out _)
            ? message
            : null;
    }
}
