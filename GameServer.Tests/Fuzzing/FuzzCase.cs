namespace GameServer.Tests.Fuzzing;

/// <summary>One case of a fuzzer. Its seed decides all of it.</summary>
internal sealed class FuzzCase(int seed)
{
    private static readonly byte[][] NoTokens = [];

    internal int Seed => seed;

    internal Random Random { get; } = new(seed);

    /// <summary>What is tried: told when the case fails.</summary>
    internal byte[] Bytes { get; set; } = [];

    internal byte[] Mutate(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]>? tokens = null) =>
        Bytes = Mutation.Of(Random, corpus, tokens ?? NoTokens);
}
