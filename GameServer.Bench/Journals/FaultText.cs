using System.Runtime.CompilerServices;

namespace GameServer.Bench.Journals;

/// <summary>A sentence that is written only where something is wrong: nearly never, and asked for a million times.</summary>
[InterpolatedStringHandler]
internal ref struct FaultText
{
    private readonly bool _isWanted;
    private DefaultInterpolatedStringHandler _text;

    public FaultText(int literalLength, int formattedCount, bool isRight, out bool isWanted)
    {
        _isWanted = isWanted = !isRight;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    internal string Text => _isWanted ? _text.ToString() : string.Empty;

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
}
