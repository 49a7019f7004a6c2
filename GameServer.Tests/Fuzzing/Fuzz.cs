using System.Globalization;

namespace GameServer.Tests.Fuzzing;

/// <summary>
/// Runs a fuzzer's cases: those of the seeds from 0, as many as the test says, or those that the environment variable names, such as 17 or
/// 0-1000000. A case that fails or does not end is told with its seed, its bytes and the command that replays it.
/// </summary>
internal static class Fuzz
{
    private const string SeedsVariable = "GAMESERVER_FUZZ_SEEDS";

    // How long one case may take. Never passes in a test that is well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="fuzzer">The name of the test class.</param>
    /// <param name="count">Cases, when the variable is not set.</param>
    /// <param name="play">One case.</param>
    internal static void Run(string fuzzer, int count, Action<FuzzCase> play) =>
        RunAsync(fuzzer, Seeds(count), atOnce: 1, one => Task.Run(() => play(one))).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run" />
    internal static Task RunAsync(string fuzzer, int count, int atOnce, Func<FuzzCase, Task> play) =>
        RunAsync(fuzzer, Seeds(count), atOnce, play);

    /// <summary>The cases of the seeds, some of them at once.</summary>
    internal static Task RunAsync(string fuzzer, IEnumerable<int> seeds, int atOnce, Func<FuzzCase, Task> play) => Parallel.ForEachAsync(
        seeds,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (seed, _) =>
        {
            var one = new FuzzCase(seed);
            try
            {
                await play(one).WaitAsync(Patience);
            }
            catch (Exception failure)
            {
                throw new FuzzFailure(
                    $"Seed {seed} of {fuzzer} fails: {failure.Message}\nIts bytes are {Convert.ToHexStringLower(one.Bytes)}\n" +
                    $"{SeedsVariable}={seed} dotnet test GameServer.Tests --filter {fuzzer}",
                    failure);
            }
        });

    /// <summary>Those that the variable names, or so many from 0.</summary>
    internal static IEnumerable<int> Seeds(int count)
    {
        if (Environment.GetEnvironmentVariable(SeedsVariable) is not { Length: > 0 } named)
        {
            return Enumerable.Range(0, TestScale.Of(count));
        }

        var ends = named.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}

/// <summary>A case that failed.</summary>
internal sealed class FuzzFailure(string message, Exception cause) : Exception(message, cause);
