using GameServer.Protocol.V1;

namespace GameServer.Tests.Simulation;

/// <summary>What one client is sent, as it arrives: once it has seen an epoch of a room, nothing of an elder one may come.</summary>
internal sealed class EpochWatch(string client, SimVerdict verdict)
{
    private readonly Dictionary<uint, ulong> _newest = [];

    internal void Look(ServerEnvelope envelope)
    {
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Attached:
                Look(envelope.Attached.Room, envelope.Attached.Epoch, "an attachment");
                break;
            case ServerEnvelope.KindOneofCase.Update:
                Look(envelope.Update.Room, envelope.Update.Epoch, "an update");
                break;
            case ServerEnvelope.KindOneofCase.Member:
                Look(envelope.Member.Room, envelope.Member.Epoch, "results");
                break;
        }
    }

    private void Look(uint room, ulong epoch, string what)
    {
        var newest = _newest.GetValueOrDefault(room);
        if (epoch < newest)
        {
            verdict.Fault($"{client} was sent {what} of room {room} from epoch {epoch} after one of {newest}");
        }
        else
        {
            _newest[room] = epoch;
        }
    }
}
