using System.Globalization;
using System.Text;

namespace GameServer.Gateway;

/// <summary>Makes of what a client or token says a name that can stand on other players' screens.</summary>
internal static class PlayerNames
{
    private const int CharactersMax = 32;

    // Holds emoji together, and is the only character of its category that cannot turn text around or hide it.
    private static readonly Rune Joiner = new(0x200D);

    /// <summary>Without control and direction characters, spaces made single, cut to 32 characters; empty when nothing is left.</summary>
    internal static string Clean(string wish)
    {
        var name = new StringBuilder(CharactersMax);
        var spaceWaits = false;
        foreach (var rune in wish.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                spaceWaits = name.Length > 0;
            }
            else if (IsShown(rune))
            {
                if (name.Length + rune.Utf16SequenceLength + (spaceWaits ? 1 : 0) > CharactersMax)
                {
                    break;
                }

                name.Append(spaceWaits ? " " : string.Empty).Append(rune);
                spaceWaits = false;
            }
        }

        return name.ToString();
    }

    private static bool IsShown(Rune rune) =>
        rune == Joiner ||
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned);
}
