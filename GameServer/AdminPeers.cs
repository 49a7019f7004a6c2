using System.Text.Json;
using GameServer.Admin.Api;
using GameServer.Cluster;
using GameServer.Protocol.Identity;
using GameServer.Routing;

namespace GameServer;

/// <summary>The nodes that can be asked for an operator, this one among them. An edge: may be used from any thread.</summary>
internal sealed class AdminPeers
{
    /// <summary>An answer of another node must fit between what else waits for its link.</summary>
    private const int ShareOfOutbox = 4;

    private readonly NodeCore _core;
    private readonly AdminHere _here;
    private readonly int _answerBytesMax;

    internal AdminPeers(NodeCore core, AdminHere here, int linkOutboxBytesMax)
    {
        (_core, _here, _answerBytesMax) = (core, here, linkOutboxBytesMax / ShareOfOutbox);
        core.Questions.Answers = (from, ask, json) => Task.Run(() => AnswerAsync(from, ask, json));
    }

    internal AdminPeer Self => new(_here.Node, _core.Signs.Lease.Owner.Process, IsSelf: true);

    /// <summary>The live nodes, by name.</summary>
    internal IReadOnlyList<AdminPeer> All
    {
        get
        {
            var others = View.Nodes
                .Where(node => node.Process != Self.Process)
                .Select(node => new AdminPeer(node.Node.Value, node.Process, IsSelf: false));
            return [.. others.Append(Self).OrderBy(each => each.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>The cluster as this node sees it; empty where it serves alone.</summary>
    internal ClusterView View => _core.Cluster?.Links.View ?? ClusterView.Empty;

    /// <summary>The live node of that name; null: there is none.</summary>
    internal AdminPeer? Named(string name) => All.FirstOrDefault(each => each.Name == name);

    /// <summary>The process, under its name if it has one here.</summary>
    internal AdminPeer Of(NodeId process) =>
        All.FirstOrDefault(each => each.Process == process) ?? new AdminPeer(process.Value, process, IsSelf: false);

    /// <summary>The node that is to run a room which nobody runs.</summary>
    internal AdminPeer Host => PlacementChoice.Of(View, Self.Process) is { } host ? Of(host.Process) : Self;

    /// <summary>Asks one node.</summary>
    /// <typeparam name="T">What it answers when it was done.</typeparam>
    internal async Task<AdminReply> AskAsync<T>(AdminPeer peer, AdminRequest request, CancellationToken cancel)
        where T : class
    {
        if (peer.IsSelf)
        {
            return await _here.AskAsync(request, cancel).ConfigureAwait(false);
        }

        var answered = new TaskCompletionSource<NodeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Options);
        var ask = _core.Questions.Ask(peer.Process, question, answer => answered.TrySetResult(answer));
        try
        {
            return await answered.Task.WaitAsync(AdminHere.Patience * 2, cancel).ConfigureAwait(false) switch
            {
                NodeAnswer.Said said => Read<T>(peer, said.Json.Span),
                NodeAnswer.Unreachable => AdminReply.No(
                    AdminErrorCode.NodeUnreachable, $"Node '{peer.Name}' can't be reached from '{_here.Node}' now.", peer.Name),
                NodeAnswer.NotSupported => AdminReply.No(
                    AdminErrorCode.NotSupported, $"Node '{peer.Name}' is of a release that does not answer this; ask it there.", peer.Name),
                NodeAnswer.Busy => AdminReply.No(AdminErrorCode.Busy, $"Too much waits for node '{peer.Name}'.", peer.Name),
                var other => throw new InvalidOperationException($"{other} is no answer."),
            };
        }
        catch (TimeoutException)
        {
            return AdminReply.No(AdminErrorCode.NoAnswer, $"Node '{peer.Name}' did not answer in time.", peer.Name);
        }
        finally
        {
            _core.Questions.Forget(ask);
        }
    }

    /// <summary>Asks all of these nodes at once.</summary>
    internal async Task<(IReadOnlyList<T> Answers, IReadOnlyList<AdminMissing> Missing)> AskAllAsync<T>(
        IReadOnlyList<AdminPeer> peers, AdminRequest request, CancellationToken cancel)
        where T : class
    {
        var replies = await Task.WhenAll(peers.Select(peer => AskAsync<T>(peer, request, cancel))).ConfigureAwait(false);
        var missing = peers.Zip(replies)
            .Where(each => each.Second is AdminReply.Refused)
            .Select(each => (each.First, ((AdminReply.Refused)each.Second).Error))
            .Select(each => new AdminMissing(each.First.Name, each.Error.Code, each.Error.Message));
        return ([.. replies.OfType<AdminReply.Done>().Select(done => (T)done.Body)], [.. missing]);
    }

    private static AdminReply Read<T>(AdminPeer peer, ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            var said = JsonSerializer.Deserialize<Said>(json, AdminJson.Options);
            return said switch
            {
                { Error: { } error } => new AdminReply.Refused(error),
                { Body: { } body } when body.Deserialize<T>(AdminJson.Options) is { } answer => AdminReply.Of(answer),
                _ => Unclear(peer),
            };
        }
        catch (JsonException)
        {
            return Unclear(peer);
        }
    }

    private static AdminReply Unclear(AdminPeer peer) => AdminReply.No(
        AdminErrorCode.NotSupported, $"What node '{peer.Name}' answers is not understood here; it is of another release.", peer.Name);

    private async Task AnswerAsync(NodeId from, ulong ask, ReadOnlyMemory<byte> json)
    {
        var answer = ToJson(await ReplyAsync(json).ConfigureAwait(false));
        if (answer.Length > _answerBytesMax)
        {
            answer = ToJson(AdminReply.No(
                AdminErrorCode.TooLarge, $"The answer has {answer.Length} bytes; ask node '{_here.Node}' itself for it.", _here.Node));
        }

        if (!_core.Questions.Answer(from, ask, answer))
        {
            _core.Questions.Answer(from, ask, ToJson(AdminReply.No(AdminErrorCode.Busy, "Too much waits for the link.", _here.Node)));
        }
    }

    private async Task<AdminReply> ReplyAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<AdminRequest>(json.Span, AdminJson.Options) is { } request
                ? await _here.AskAsync(request, CancellationToken.None).ConfigureAwait(false)
                : Unknown();
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            return Unknown();
        }
    }

    private AdminReply Unknown() => AdminReply.No(
        AdminErrorCode.NotSupported, $"Node '{_here.Node}' is of a release that does not answer this.", _here.Node);

    private static byte[] ToJson(AdminReply reply) => JsonSerializer.SerializeToUtf8Bytes(
        reply switch
        {
            AdminReply.Done done => new Said(JsonSerializer.SerializeToElement(done.Body, done.Body.GetType(), AdminJson.Options), null),
            AdminReply.Refused refused => new Said(null, refused.Error),
            var other => throw new InvalidOperationException($"{other} is no reply."),
        },
        AdminJson.Options);

    /// <summary>A reply between nodes: one of the two.</summary>
    private sealed record Said(JsonElement? Body, AdminError? Error);
}

/// <summary>A node that can be asked.</summary>
internal sealed record AdminPeer(string Name, NodeId Process, bool IsSelf);
