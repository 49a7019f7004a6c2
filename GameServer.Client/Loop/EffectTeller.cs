using GameServer.Client.Core;

namespace GameServer.Client.Loop;

/// <summary>Brings what happened to whom it concerns: a room's handle, whoever waits for an answer, or the client itself.</summary>
internal sealed class EffectTeller(Action<ClientEffect> tellClient)
{
    internal void Tell(ClientEffect effect)
    {
        switch (effect)
        {
            case ClientEffect.Joined joined:
                Join(joined.Request, joined.Room);
                break;
            case ClientEffect.LeaveDone left:
                left.Request.Answer.TrySetResult(left.Request);
                break;
            case ClientEffect.Listed listed:
                listed.Request.Answer.TrySetResult(listed.Rooms);
                break;
            case ClientEffect.Refused refused:
                refused.Request.Answer.TrySetException(new RequestRefusedException(refused.Error));
                break;
            case ClientEffect.Abandoned abandoned:
                abandoned.Request.Answer.TrySetException(new ConnectionClosedException(abandoned.Info));
                break;
            case ClientEffect.Answered answered:
                answered.Command.Tell(answered.Verdict);
                break;
            case ClientEffect.Attached attached:
                attached.Room.Sink?.OnAttached();
                break;
            case ClientEffect.StateChanged changed:
                changed.Room.Sink?.OnStateChanged(changed.Changes);
                break;
            case ClientEffect.EventReceived received:
                received.Room.Sink?.OnEvent(received.Event);
                break;
            case ClientEffect.EventsLost lost:
                lost.Room.Sink?.OnEventsLost();
                break;
            case ClientEffect.CameBackOlder older:
                older.Room.Sink?.OnRewound(older.Rewound);
                break;
            case ClientEffect.Noticed noticed:
                noticed.Room.Sink?.OnNotice(noticed.Kind);
                break;
            case ClientEffect.Left left:
                left.Room.Sink?.OnLeft(left.Why);
                break;
            case ClientEffect.StatusChanged or ClientEffect.ErrorReceived or ClientEffect.Ended:
                tellClient(effect);
                break;
            case ClientEffect.Dial or ClientEffect.HangUp or ClientEffect.CloseConnection or ClientEffect.Send:
                throw new InvalidOperationException("The loop does these itself.");
        }
    }

    private static void Join(ClientRequest.JoinRoom request, RoomReplica room)
    {
        try
        {
            room.Sink = request.NewSink(room);
            request.Answer.TrySetResult(room.Sink);
        }
        catch (Exception fault)
        {
            request.Answer.TrySetException(fault);
        }
    }
}
