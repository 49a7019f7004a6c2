using System.Globalization;
using System.Text;

namespace GameServer.Games;

/// <summary>Text from players made fit to be shown to others: one line, no control or direction marks, nothing invisible alone.</summary>
internal static class CleanText
{
    internal const int NameCharactersMax = 32;

    // Joins emoji into one picture; every other invisible format character could be used to disguise text.
    private static readonly Rune ZeroWidthJoiner = new(0x200D);

    /// <summary>A display name, cut to its limit; empty when nothing visible is left.</summary>
    internal static string Name(string text)
    {
        var line = Line(text);
        return Length(line) <= NameCharactersMax
            ? line
            : string.Concat(line.EnumerateRunes().Take(NameCharactersMax)).TrimEnd();
    }

    /// <summary>A display name, or the name given to those without one.</summary>
    internal static string NameOr(string text, string otherwise) => Name(text) is { Length: > 0 } name ? name : otherwise;

    /// <summary>One line of text; empty when nothing visible is left.</summary>
    internal static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        var visible = false;
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = line.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune != ZeroWidthJoiner)
            {
                continue;
            }

            if (gap)
            {
                line.Append(' ');
                gap = false;
            }

            line.Append(rune);
            visible |= Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
        }

        return visible ? line.ToString() : "";
    }

    /// <summary>Length in characters as people outside of UTF-16 count them.</summary>
    internal static int Length(string text) => text.EnumerateRunes().Count();
}
