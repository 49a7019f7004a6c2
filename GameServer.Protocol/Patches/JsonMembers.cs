using Google.Protobuf;

namespace GameServer.Protocol.Patches;

/// <summary>Writes one JSON object, member by member.</summary>
internal sealed class JsonMembers
{
    private readonly TextWriter _text;
    private bool _any;

    internal JsonMembers(TextWriter text)
    {
        _text = text;
        _text.Write('{');
    }

    /// <summary>The value has to be written next.</summary>
    internal void Name(string name)
    {
        if (_any)
        {
            _text.Write(',');
        }

        _any = true;
        JsonFormatter.Default.WriteValue(_text, name);
        _text.Write(':');
    }

    internal void End() => _text.Write('}');
}
