using System.Text.RegularExpressions;

namespace GameServer.Tests.Tidy;

public sealed partial class OptionsTests
{
    private const string Page = "docs/CONFIGURATION.md";

    private static readonly string Text = File.ReadAllText(Repository.Full(Page));

    [Fact]
    public void Every_option_has_its_line_in_the_documentation() => Findings.ShouldBeNone(
        Keys(typeof(ServerOptions), "").Where(key => !Rows().Contains(key)),
        $"option without a line in {Page}");

    [Fact]
    public void Every_documented_option_exists() => Findings.ShouldBeNone(
        Rows().Except(Keys(typeof(ServerOptions), "")),
        $"line in {Page} of an option that does not exist");

    /// <summary>Configuration keys below the section GameServer; the first entry stands for all of a list.</summary>
    private static IEnumerable<string> Keys(Type options, string prefix)
    {
        foreach (var property in options.GetProperties())
        {
            var key = prefix + property.Name;
            var type = property.PropertyType;
            var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            var item = isList ? type.GetGenericArguments()[0] : type;
            var isSection = item.Assembly == typeof(ServerOptions).Assembly && item.IsClass;
            if (isList || !isSection)
            {
                yield return key;
            }

            foreach (var inner in isSection ? Keys(item, isList ? $"{key}:0:" : $"{key}:") : [])
            {
                yield return inner;
            }
        }
    }

    private static HashSet<string> Rows() => Row().Matches(Text).Select(row => row.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    // The first cell of a table row, in code quotes; rows about the command line have a dash or nothing of ours there.
    [GeneratedRegex(@"^\| `([A-Z]\w*(?::\w+)*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
