using System.Text;
using GameServer.Links;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Links.TestKit;

/// <summary>Keeps what the links of one node bring, as lines: "up beta", "beta: text".</summary>
internal sealed class RecordingInbox : ILinkInbox
{
    /// <summary>A message at which the inbox fails.</summary>
    internal const string Poison = "poison";

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public void Up(NodeId process) => Add($"up {process}");

    public void Down(NodeId process) => Add($"down {process}");

    public void Receive(NodeId from, ReadOnlyMemory<byte> message)
    {
        var text = Encoding.UTF8.GetString(message.Span);
        Add($"{from}: {text}");
        if (text == Poison)
        {
            throw new InvalidOperationException("poison");
        }
    }

    public void Refused(NodeId process) => Add($"refused {process}");

    /// <summary>What has come since the last time.</summary>
    internal IReadOnlyList<string> Take()
    {
        lock (_gate)
        {
            string[] all = [.. _lines];
            _lines.Clear();
            return all;
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
