using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client.Core;

/// <summary>Who is told what happens in one room: the typed handle. Called on the client's loop only.</summary>
internal interface IRoomSink
{
    void OnAttached();

    void OnStateChanged(StateChanges changes);

    void OnEvent(IMessage message);

    void OnEventsLost();

    void OnRewound(RewoundInfo rewound);

    void OnNotice(RoomNotice.Types.Kind kind);

    void OnLeft(RoomLeft left);
}
