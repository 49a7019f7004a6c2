using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>
/// The parent of all links: keeps one actor for each other process of the cluster, and gives it the connections that have proved to be that
/// process's. A link that fails is begun anew.
/// </summary>
internal sealed class LinksActor(LinkParts parts) : Actor
{
    /// <summary>How it is spawned: one bad message must not end all links.</summary>
    internal static readonly ActorOptions SpawnOptions = new() { Supervision = Supervision.Resume };

    private readonly Dictionary<NodeId, LinkTarget> _others = [];
    private readonly Dictionary<NodeId, Entry> _links = [];
    private LinkReception? _reception;

    private LinkReception Reception => _reception ??= new LinkReception(parts, Context);

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case LinksMessage.Nodes nodes:
                Follow(nodes.Others);
                break;
            case LinkMessage.Opened opened:
                Reception.Opened(opened.Line);
                break;
            case LinkMessage.Received received:
                Adopt(Reception.Received(received.Line, received.Bytes, IsLinked));
                break;
            case LinkMessage.Closed closed:
                Reception.Closed(closed.Line);
                break;
            case LinksMessage.GreetingLate late:
                Reception.Late(late.Line);
                break;
            case Terminated terminated:
                Ended(terminated.Actor);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => Reception.LetAllGo();

    private bool IsLinked(NodeId process) => _links.TryGetValue(process, out var entry) && !entry.IsLeaving;

    private void Follow(IReadOnlyList<LinkTarget> others)
    {
        _others.Clear();
        foreach (var other in others.Where(other => other.Process != parts.Self))
        {
            _others[other.Process] = other;
        }

        foreach (var entry in _links.Values.Where(entry => !entry.IsLeaving && !_others.ContainsValue(entry.Target)).ToArray())
        {
            entry.IsLeaving = true;
            Context.Stop(entry.Link);
        }

        foreach (var other in others.Where(other => _others.ContainsKey(other.Process) && !_links.ContainsKey(other.Process)))
        {
            Begin(other);
        }
    }

    private void Begin(LinkTarget target)
    {
        var link = Context.Spawn(target.Process.Value, () => new LinkActor(target, parts), ActorOptions.Default);
        Context.Watch(link);
        _links.Add(target.Process, new Entry(target, link));
        foreach (var adopt in Reception.Take(target.Process))
        {
            Context.Tell(link, adopt);
        }
    }

    // Only now is the name free, and nothing of the elder link can come after something of the new one.
    private void Ended(ActorRef link)
    {
        var entry = _links.Values.Single(entry => ReferenceEquals(entry.Link, link));
        _links.Remove(entry.Target.Process);
        if (_others.TryGetValue(entry.Target.Process, out var target))
        {
            Begin(target);
        }
    }

    private void Adopt(LinkMessage.Adopt? adopt)
    {
        if (adopt is not null)
        {
            Context.Tell(_links[adopt.Process].Link, adopt);
        }
    }

    /// <summary>One link's actor, and whether it is being stopped.</summary>
    private sealed class Entry(LinkTarget target, ActorRef link)
    {
        internal LinkTarget Target => target;

        internal ActorRef Link => link;

        internal bool IsLeaving { get; set; }
    }
}
