using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(GameServer.Bench.PatchBenchmarks).Assembly).Run(args);
