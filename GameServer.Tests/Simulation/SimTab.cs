using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// A copy of a client's program that was left behind: comes with a token that has been overtaken. It must be let into no room in which the
/// later connection has been playing.
/// </summary>
internal sealed class SimTab
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SimFrames _frames = new();
    private readonly HashSet<string> _closedTo;

    private readonly SimWorld _world;

    private SimTab(IEnumerable<string> closedTo, SimWorld world) => (_closedTo, _world) = (closedTo.ToHashSet(), world);

    /// <summary>Opens one if the client has a token for it.</summary>
    internal static void Open(SimWorld world, SimClient client)
    {
        var played = client.Seats.OfType<CommittedSeat>().Where(seat => seat.HasPlayedHere).ToList();
        if (!client.IsLive || played.Count == 0 || client.ElderToken is not { } token)
        {
            return;
        }

        world.Counts.Add(SimFault.StaleTab);
        world.Trace.Note($"a tab of {client.Name}");
        var tab = new SimTab(played.Select(seat => seat.Room!.Id), world);
        var line = new SimLine(world.Agenda, world.Random, world.Counts);
        line.ToClient.Arrived = tab.Arrived;
        var resume = new Resume { ProtocolVersion = 1, ResumeToken = token };
        resume.Rooms.AddRange(played.Select(seat => seat.Room!.Position).OfType<RoomPosition>());
        var first = WireFrame.Message(WireFrame.BinaryOpcode, BinaryCodec.EncodeClientBatch([new ClientEnvelope { Resume = resume }]));
        world.Dial(line, () => line.ToServer.Send(first));
        world.Agenda.After(Patience, line.LeftByClient);
    }

    private void Arrived(byte[] bytes)
    {
        _world.Trace.Carried("the tab", bytes);
        _frames.Add(bytes);
        while (_frames.Next() is { } frame)
        {
            if (frame.Opcode != SimFrame.CloseOpcode)
            {
                foreach (var envelope in BinaryCodec.DecodeServerBatch(frame.Payload).Envelopes)
                {
                    Look(envelope);
                }
            }
        }
    }

    private void Look(ServerEnvelope envelope)
    {
        if (envelope.KindCase == ServerEnvelope.KindOneofCase.Attached && _closedTo.Contains(envelope.Attached.RoomId))
        {
            _world.Verdict.Fault($"a tab with an overtaken token was let into {envelope.Attached.RoomId}");
        }
    }
}
