using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>What operators ask of other nodes, and what comes back; and the same the other way round. From any thread.</summary>
internal sealed class NodeQuestions(NodeLinks links)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Asked> _asked = [];
    private ulong _last;

    /// <summary>Answers what other nodes ask, through <see cref="Answer"/>; set before the first link. Null: nobody does.</summary>
    internal Action<NodeId, ulong, ReadOnlyMemory<byte>>? Answers { get; set; }

    /// <summary>Asks a process.</summary>
    /// <param name="node">The process.</param>
    /// <param name="question">The question.</param>
    /// <param name="answer">Called at most once, on any thread.</param>
    /// <returns>Under which number to forget it.</returns>
    internal ulong Ask(NodeId node, ReadOnlyMemory<byte> question, Action<NodeAnswer> answer)
    {
        var ask = Note(node, answer);
        var frame = new OperatorQuestion { Ask = ask, Json = ByteString.CopyFrom(question.Span) };
        var refused = links.VersionOf(node) switch
        {
            null => NodeAnswer.Unreachable.Instance,
            < LinkVersions.Questions => NodeAnswer.NotSupported.Instance,
            _ => links.Send(node, new NodeFrame { Question = frame }) switch
            {
                LinkAnswer.Taken => (NodeAnswer?)null,
                LinkAnswer.Full => NodeAnswer.Busy.Instance,
                LinkAnswer.Down => NodeAnswer.Unreachable.Instance,
            },
        };
        if (refused is not null)
        {
            End(ask, refused);
        }

        return ask;
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    internal void Forget(ulong ask)
    {
        lock (_lock)
        {
            _asked.Remove(ask);
        }
    }

    /// <summary>Answers what another node has asked. False: the link does not take as much now.</summary>
    internal bool Answer(NodeId node, ulong ask, ReadOnlySpan<byte> json) =>
        links.Send(node, new NodeFrame { Answered = new OperatorAnswer { Ask = ask, Json = ByteString.CopyFrom(json) } })
            != LinkAnswer.Full;

    internal void Take(NodeId from, OperatorQuestion question) =>
        Answers?.Invoke(from, question.Ask, question.Json.Memory);

    internal void Take(OperatorAnswer answer) => End(answer.Ask, new NodeAnswer.Said(answer.Json.Memory));

    /// <summary>The link is gone: what it owed answers to will get none.</summary>
    internal void Down(NodeId node)
    {
        List<ulong> lost;
        lock (_lock)
        {
            lost = _asked.Where(each => each.Value.Node == node).Select(each => each.Key).ToList();
        }

        lost.ForEach(ask => End(ask, NodeAnswer.Unreachable.Instance));
    }

    // Noted before it is sent: its answer may be here before the sending returns.
    private ulong Note(NodeId node, Action<NodeAnswer> answer)
    {
        lock (_lock)
        {
            _asked.Add(++_last, new Asked(node, answer));
            return _last;
        }
    }

    private void End(ulong ask, NodeAnswer answer)
    {
        Asked asked;
        lock (_lock)
        {
            if (!_asked.Remove(ask, out asked))
            {
                return;
            }
        }

        asked.Answer(answer);
    }

    private readonly record struct Asked(NodeId Node, Action<NodeAnswer> Answer);
}

/// <summary>What comes of asking another node. A closed set.</summary>
internal abstract record NodeAnswer
{
    private NodeAnswer()
    {
    }

    internal sealed record Said(ReadOnlyMemory<byte> Json) : NodeAnswer;

    /// <summary>There is no link to it, or it broke; what was asked may have been done.</summary>
    internal sealed record Unreachable : NodeAnswer
    {
        internal static readonly Unreachable Instance = new();
    }

    /// <summary>It is of a release that does not know such questions.</summary>
    internal sealed record NotSupported : NodeAnswer
    {
        internal static readonly NotSupported Instance = new();
    }

    /// <summary>Too much waits for the link.</summary>
    internal sealed record Busy : NodeAnswer
    {
        internal static readonly Busy Instance = new();
    }
}
