using GameServer.Tests.Gateway;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged WebSocket frames, and good ones around damaged messages, on connections of a running server.</summary>
public sealed class FrameFuzzTests
{
    private const int Binary = 2;
    private const int Text = 1;
    private static readonly int[] Controls = [0x88, 0x89, 0x8A];

    [Fact]
    public Task Whatever_comes_over_a_connection_ends_that_connection_at_most() =>
        FuzzServer.BesideAGameAsync(nameof(FrameFuzzTests), 600, (server, one) => PlayAsync(server.Address, one));

    internal static async Task PlayAsync(Uri address, FuzzCase one)
    {
        var (path, subprotocol, opcode) = one.Random.Next(4) switch
        {
            0 => (FuzzServer.EchoPath, null, Text),
            1 => ("/ws", "gameserver.v1.json", Text),
            _ => ("/ws", "gameserver.v1.proto", Binary),
        };
        one.Bytes = Conversation(one.Random, opcode);
        using var client = await RawClient.OpenAsync(address, path, subprotocol);
        await FuzzedConnection.TalkAsync(client, one);
    }

    private static byte[] Conversation(Random random, int opcode)
    {
        var corpus = opcode == Text ? FuzzCorpus.Json : FuzzCorpus.Binary;
        var tokens = opcode == Text ? FuzzCorpus.JsonTokens : [];
        List<byte> frames = [.. random.Next(8) == 0 ? [] : RawClient.Frame(0x80 | opcode, FuzzCorpus.Hello(opcode == Text))];
        for (var count = random.Next(6); count > 0; count--)
        {
            var payload = random.Next(3) == 0 ? Mutation.Of(random, corpus, tokens) : Mutation.Pick(random, corpus);
            frames.AddRange(Message(random, opcode, payload));
            if (random.Next(3) == 0)
            {
                frames.AddRange(Control(random));
            }
        }

        return random.Next(2) == 0 ? [.. frames] : Mutation.Of(random, [[.. frames]], [Control(random)]);
    }

    // In fragments, with a control frame between them.
    private static byte[] Message(Random random, int opcode, byte[] payload)
    {
        if (random.Next(2) == 0)
        {
            return RawClient.Frame(0x80 | opcode, payload);
        }

        var (first, second) = (random.Next(payload.Length + 1), random.Next(payload.Length + 1));
        var (from, to) = (Math.Min(first, second), Math.Max(first, second));
        return
        [
            .. RawClient.Frame(opcode, payload.AsSpan(0, from)), .. RawClient.Frame(0, payload.AsSpan(from, to - from)),
            .. RawClient.Frame(0x89, [1, 2]), .. RawClient.Frame(0x80, payload.AsSpan(to)),
        ];
    }

    private static byte[] Control(Random random) =>
        RawClient.Frame(Mutation.Pick(random, Controls), [0x03, (byte)random.Next(0xE8, 0x100), .. new byte[random.Next(124)]]);
}
