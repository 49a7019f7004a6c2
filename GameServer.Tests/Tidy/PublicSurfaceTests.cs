namespace GameServer.Tests.Tidy;

public sealed class PublicSurfaceTests
{
    private const string Accept = "GAMESERVER_ACCEPT_SURFACE";
    private const string Golden = "GameServer.Tests/Tidy/PublicSurface.txt";

    /// <summary>
    /// What is public is a promise to game developers, so a change of it is seen in review: run the tests once with
    /// GAMESERVER_ACCEPT_SURFACE=1 to write the golden file anew, and commit it.
    /// </summary>
    [Fact]
    public void The_public_surface_is_the_one_in_the_golden_file()
    {
        string[] actual = [.. PublicSurface.Lines()];
        var path = Repository.Full(Golden);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
        }

        var expected = File.Exists(path) ? File.ReadAllLines(path) : [];

        var gone = WithTypes(expected).Except(WithTypes(actual)).Select(line => "- " + line);
        var added = WithTypes(actual).Except(WithTypes(expected)).Select(line => "+ " + line);
        Findings.ShouldBeNone(gone.Concat(added), $"difference between the public surface and {Golden} (accept it with {Accept}=1)");
        actual.ShouldBe(expected);
    }

    /// <summary>Each member's line with its type before it, so that a difference can be read on its own.</summary>
    private static IEnumerable<string> WithTypes(IEnumerable<string> lines)
    {
        var type = "";
        foreach (var line in lines)
        {
            var isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            yield return isMember ? $"{type} {{ {line.Trim()} }}" : line;
        }
    }
}
