namespace GameServer.Tests.EndToEnd.Cluster;

/// <summary>The drain command, as the program carries it out.</summary>
internal static class DrainAsked
{
    internal static (int Code, string Output, string Error) By(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var asked = CommandLine.Read(arguments, TimeProvider.System.GetUtcNow(), output, error)
            .ShouldBeOfType<CommandLine.Answer.Drain>(error.ToString());
        return (DrainProgram.Run(asked, TimeProvider.System, output, error), output.ToString(), error.ToString());
    }
}
