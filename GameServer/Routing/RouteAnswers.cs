using GameServer.Actors;
using GameServer.Links;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>What mailboxes and links answer, in the words of a session's route. Pure.</summary>
internal static class RouteAnswers
{
    internal static RouteAnswer Of(TellAnswer answer) => answer switch
    {
        TellAnswer.Taken => RouteAnswer.Taken,
        TellAnswer.Full => RouteAnswer.Busy,
        TellAnswer.Stopped => RouteAnswer.Gone,
    };

    internal static RouteAnswer Of(LinkAnswer answer) => answer switch
    {
        LinkAnswer.Taken => RouteAnswer.Taken,
        LinkAnswer.Full => RouteAnswer.Busy,
        LinkAnswer.Down => RouteAnswer.Moving,
    };
}
