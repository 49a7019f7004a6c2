using GameServer.Client.Core;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.EndToEnd;

/// <summary>A member of a relay room that reads only when the test says so.</summary>
internal sealed class SlowMember : IDisposable
{
    private readonly RawClient _line;
    private readonly RoomReplica _room;
    private readonly List<ClientEffect> _seen = [];

    private SlowMember(RawClient line, RoomReplica room) => (_line, _room) = (line, room);

    /// <summary>The numbers it was told, in order.</summary>
    internal List<uint> Numbers { get; } = [];

    internal RelayState State => (RelayState)_room.State;

    internal int Snapshots { get; private set; }

    internal int EventsLost => _seen.OfType<ClientEffect.EventsLost>().Count();

    internal static async Task<SlowMember> JoinAsync(TestServer server, string key)
    {
        var line = await RawClient.OpenAsync(server.Url, receiveBufferBytes: 4096);
        await line.SendAsync(new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });
        await line.SendAsync(new ClientEnvelope
        {
            RequestId = 1,
            Join = new Join { Nonce = "n", Key = new RoomKey { RoomType = "relay", Key = key } },
        });
        var member = new SlowMember(line, new RoomReplica("", "relay", RelayState.Parser, RelayEvent.Parser));
        await member.ReadUntilAsync(() => member.Snapshots > 0);
        return member;
    }

    internal async Task ReadUntilAsync(Func<bool> isEnough)
    {
        while (!isEnough())
        {
            var (first, payload) = await _line.ReadFrameAsync();
            if (first == 0x82)
            {
                foreach (var envelope in ServerBatch.Parser.ParseFrom(payload).Envelopes)
                {
                    Take(envelope);
                }
            }
            else
            {
                first.ShouldBe(0x89, "nothing but data and pings comes");
            }
        }
    }

    public void Dispose() => _line.Dispose();

    private void Take(ServerEnvelope envelope)
    {
        var known = _seen.Count;
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Attached:
                _room.Attach(envelope.Attached, _seen);
                break;
            case ServerEnvelope.KindOneofCase.Update:
                Snapshots += envelope.Update.Snapshot ? 1 : 0;
                _room.Take(envelope.Update, _seen).ShouldBeNull("it never has to ask");
                break;
            case ServerEnvelope.KindOneofCase.Member:
                _room.Take(envelope.Member, _seen);
                break;
        }

        var heard = _seen.Skip(known).OfType<ClientEffect.EventReceived>();
        Numbers.AddRange(heard.Select(received => ((RelayEvent)received.Event).Type));
    }
}
