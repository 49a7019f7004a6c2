using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Links;

/// <summary>
/// Connections that were accepted and are not a link yet: finds out who has connected, and keeps for a moment those of processes that this
/// node has not heard of. On the turn of the actor of all links.
/// </summary>
internal sealed class LinkReception(LinkParts parts, ActorContext context)
{
    internal const int GuestsMax = 256;

    private static readonly TimeSpan UnknownPatience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<LinkLine, Guest> _guests = [];
    private readonly HashSet<(NodeId? Process, LinkRefusal Reason)> _logged = [];
    private bool _isFullLogged;

    internal void Opened(LinkLine line)
    {
        if (_guests.Count >= GuestsMax)
        {
            line.Close();
            if (!_isFullLogged)
            {
                parts.Log.TooManyGreetings(GuestsMax);
            }

            _isFullLogged = true;
            return;
        }

        var secret = parts.Secret.BoundTo(line.Binding);
        _guests.Add(line, new Guest(new AcceptorGreeting(parts.Self, parts.Ids.NewId(), secret, parts.Speaks)));
        Await(line, parts.Options.HandshakeTimeout);
    }

    /// <summary>One message of the handshake; the adoption that is due when it was the last.</summary>
    internal LinkMessage.Adopt? Received(LinkLine line, ReadOnlyMemory<byte> bytes, Func<NodeId, bool> isKnown)
    {
        // Who has been refused, or has proved who it is, has nothing more to say.
        if (!_guests.TryGetValue(line, out var guest) || guest.IsRefused || guest.Proved is not null)
        {
            return null;
        }

        switch (guest.Greeting.Receive(bytes.Span))
        {
            case GreetingStep.Reply reply:
                line.Outbox!.PutAlone(reply.Message.ToByteArray());
                break;
            case GreetingStep.Refuse refuse:
                Refuse(line, guest, refuse.Reason);
                break;
            case GreetingStep.Refused refused:
                LogOnce(guest.Greeting.Other, refused.Reason);
                LetGo(line);
                return null;
            case GreetingStep.Proved proved when isKnown(proved.Other):
                return Leave(line, proved);
            case GreetingStep.Proved proved:
                guest.Proved = proved;
                Await(line, UnknownPatience);
                return null;
        }

        line.Next();
        return null;
    }

    /// <summary>Those that have waited until this node knows of them.</summary>
    internal IReadOnlyList<LinkMessage.Adopt> Take(NodeId process) =>
    [
        .. _guests.Where(guest => guest.Value.Proved?.Other == process).OrderBy(guest => guest.Key.Number).ToArray()
            .Select(guest => Leave(guest.Key, guest.Value.Proved!)),
    ];

    internal void Closed(LinkLine line) => LetGo(line);

    internal void Late(LinkLine line)
    {
        if (!_guests.TryGetValue(line, out var guest))
        {
            return;
        }

        if (guest.Proved is not null && !guest.IsRefused)
        {
            Refuse(line, guest, LinkRefusal.UnknownNode);
            Await(line, parts.Options.HandshakeTimeout);
        }
        else
        {
            LetGo(line);
        }
    }

    internal void LetAllGo()
    {
        foreach (var line in _guests.Keys.OrderBy(line => line.Number).ToArray())
        {
            LetGo(line);
        }
    }

    private static string TimerOf(LinkLine line) => $"greeting {line.Number}";

    private void Await(LinkLine line, TimeSpan patience) =>
        context.StartTimer(TimerOf(line), patience, new LinksMessage.GreetingLate(line));

    private LinkMessage.Adopt Leave(LinkLine line, GreetingStep.Proved proved)
    {
        context.CancelTimer(TimerOf(line));
        _guests.Remove(line);
        _logged.RemoveWhere(each => each.Process == proved.Other);
        _isFullLogged = false;
        return new LinkMessage.Adopt(line, proved.Other, proved.Dial, proved.Version);
    }

    // The other side ends the connection when it has read this, so that it surely arrives; the deadline does if not.
    private void Refuse(LinkLine line, Guest guest, LinkRefusal reason)
    {
        guest.IsRefused = true;
        LogOnce(guest.Greeting.Other, reason);
        line.Outbox!.PutAlone(new LinkHandshake { Refused = new LinkRefused { Reason = reason } }.ToByteArray());
    }

    private void LetGo(LinkLine line)
    {
        context.CancelTimer(TimerOf(line));
        _guests.Remove(line);
        line.Close();
    }

    private void LogOnce(NodeId? process, LinkRefusal reason)
    {
        if (_logged.Count < GuestsMax && _logged.Add((process, reason)))
        {
            parts.Log.LinkRefused(process?.Value ?? "somebody", reason.ToString());
        }
    }

    /// <summary>One of them.</summary>
    private sealed class Guest(AcceptorGreeting greeting)
    {
        internal AcceptorGreeting Greeting => greeting;

        /// <summary>Who it is, while this node has not heard of that process.</summary>
        internal GreetingStep.Proved? Proved { get; set; }

        internal bool IsRefused { get; set; }
    }
}
