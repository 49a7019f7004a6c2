using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Rooms;

/// <summary>
/// Makes placed rooms in the store: a key that another room has leads there. Used on the room host's turn.
/// </summary>
internal sealed class RoomMaker(
    RoomParts parts,
    StoreDesk desk,
    RoomDelivery delivery,
    RoomOpener opener,
    RoomBirths births,
    Func<RoomStart, RoomEntry> run,
    ActorContext context)
{
    /// <summary>Makes a room for what wants it.</summary>
    internal void Make(RoomType type, RoomBirth birth, object what)
    {
        opener.Begin(birth, what);
        var settings = type.Settings;
        var origin = birth.ToOrigin().ToByteArray();
        var room = new NewRoom(birth.Id, birth.Number, type.Name, settings.Version, birth.Key, settings.KeepAlive, origin, birth.Now)
        {
            IsStored = type.IsDurable,
            LogFormat = parts.Types.LogFormat,
            Announcements = parts.Announcer.Opened(birth),
        };
        var owner = parts.Lease.Owner;
        desk.Ask(
            (store, cancel) => store.CreateAsync(room, owner = parts.Lease.Owner, cancel),
            answer => Made(type, birth, what, answer, isOwn: owner == parts.Lease.Owner));
    }

    private void Made(RoomType type, RoomBirth birth, object wanted, CreateAnswer answer, bool isOwn)
    {
        switch (answer)
        {
            case CreateAnswer.Created when !isOwn:
                // What a former life of the node has made is nobody's.
                foreach (var what in opener.GiveUp(birth.Id))
                {
                    opener.Wait(birth.Id, what);
                }

                break;
            case CreateAnswer.Created:
                var room = new RoomEntry(birth.Id, birth.Number, type, birth.Key, context.Self);
                opener.Deliver(run(new RoomStart(room, birth, Stored: null)));
                break;
            case CreateAnswer.KeyTaken taken:
                if (wanted is HostMessage.Place { Input.Player.Id: var player })
                {
                    births.Undo(player);
                }

                foreach (var what in opener.GiveUp(birth.Id))
                {
                    GoTo(taken.By, birth, what);
                }

                break;
        }
    }

    // Who joins by key goes to the room that has it; who wanted a new one is refused.
    private void GoTo(RoomId by, RoomBirth wished, object what)
    {
        var mayGo = by == wished.Id || what is HostMessage.Place { Target.TargetCase: Join.TargetOneofCase.Key };
        if (!mayGo)
        {
            var message = $"A room of type '{wished.Type}' has the key '{wished.Key}'.";
            delivery.TurnAway(what, wished.Id, RoomHost.Refusal(ErrorCode.KeyTaken, message));
        }
        else if (parts.Table.Find(by) is { } room)
        {
            delivery.Deliver(room, what);
        }
        else
        {
            opener.Wait(by, what);
        }
    }
}
