using System.Text;
using GameServer.Actors;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Links.TestKit;

/// <summary>One process with its links, and what came through them.</summary>
internal sealed class LinkedNode(LinkTarget target, ActorRef links, LinkParts parts, List<string> log)
{
    internal static readonly byte[] Key = Encoding.ASCII.GetBytes("the key that all nodes of a test have");

    internal NodeId Process => target.Process;

    internal LinkTarget Target => target;

    internal ActorRef Links => links;

    internal LinkTable Table => parts.Table;

    internal RecordingInbox Inbox => (RecordingInbox)parts.Inbox;

    /// <summary>What was logged.</summary>
    internal List<string> Log => log;

    internal static LinkedNode Start(
        ActorSystem system, LinkTarget target, ILinkTransport transport, LinkOptions options, out LinkDoor door, params byte[][] keys)
    {
        List<string> log = [];
        var secret = new LinkSecret(keys.Length == 0 ? [Key] : keys);
        var parts = new LinkParts(
            target.Process,
            LinkVersions.Present,
            secret,
            options,
            transport,
            new RecordingInbox(),
            new LinkTable(),
            new CountingIds(),
            new LinesLogger<LinkParts>(log));
        var links = system.Spawn($"links of {target.Process}", () => new LinksActor(parts), LinksActor.SpawnOptions);
        door = new LinkDoor(links, parts);
        return new LinkedNode(target, links, parts, log);
    }

    internal void Meet(params LinkTarget[] others) => links.Tell(new LinksMessage.Nodes(others));

    internal LinkAnswer Put(LinkedNode to, string text, bool mustFit = false) =>
        Table.Find(to.Process)?.Put(Encoding.UTF8.GetBytes(text), mustFit) ?? LinkAnswer.Down;
}
