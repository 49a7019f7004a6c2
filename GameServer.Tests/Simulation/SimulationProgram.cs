using System.Globalization;

namespace GameServer.Tests.Simulation;

/// <summary>Seeds run by the test assembly as a process of its own: one line for each with the hash of its trace.</summary>
internal static class SimulationProgram
{
    internal static int Run(string first, string count, string linesKept)
    {
        var from = ulong.Parse(first, CultureInfo.InvariantCulture);
        var failed = 0;
        for (var seed = from; seed < from + ulong.Parse(count, CultureInfo.InvariantCulture); seed++)
        {
            var outcome = Simulation.Run(seed, linesKept: int.Parse(linesKept, CultureInfo.InvariantCulture));
            foreach (var line in outcome.Lines)
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(outcome);
            failed += outcome.Faults.Count > 0 ? 1 : 0;
        }

        return failed == 0 ? 0 : 1;
    }
}
