using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>What a client says first on a connection.</summary>
internal static class OpeningFrames
{
    private const uint ProtocolVersion = 1;

    internal static ClientEnvelope Hello(GameClientOptions options) => new()
    {
        Hello = new Hello
        {
            ProtocolVersion = ProtocolVersion,
            Token = options.Token,
            Name = options.Name,
            Client = options.Program,
        },
    };

    internal static ClientEnvelope Resume(GameClientOptions options, string token, IEnumerable<RoomPosition> positions)
    {
        var resume = new Resume { ProtocolVersion = ProtocolVersion, ResumeToken = token, Client = options.Program };
        resume.Rooms.AddRange(positions);
        return new ClientEnvelope { Resume = resume };
    }
}
