using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// Turns what a turn has gathered into effects, in the order in which clients must get them: what single members get with the update,
/// the update, then the rest; connections attached in the turn begin at the state that the turn ended with.
/// </summary>
internal sealed class TurnRelease(TurnScope scope, RoomSchema schema, IUpdateStream stream)
{
    private readonly MemberFrames _members = new(scope, schema, stream);
    private readonly TurnAttachments _attachments = new(scope, schema, stream);

    /// <param name="before">The roster at the start of the turn: its connections receive the turn's update.</param>
    /// <param name="isChanged">The turn changed the state.</param>
    /// <param name="effects">Takes the effects.</param>
    /// <returns>What has been published.</returns>
    internal Published Release(Roster before, bool isChanged, EffectList effects)
    {
        var output = scope.Output;
        if (output.IsEmpty && !isChanged)
        {
            return default;
        }

        var isPublished = isChanged || output.Events.Length > 0;
        var direct = output.HasDirectEvents ? Direct(output) : null;
        if (output.Sayings.Count > 0)
        {
            before = _attachments.DetachAnew(before, effects);
        }

        // Members get their own frames first, but those name the version that the update leads to.
        var mark = effects.Bytes.Length;
        if (isPublished)
        {
            stream.Publish(output, direct, scope.Now, effects.Bytes);
        }

        var update = effects.Bytes.Since(mark);
        _members.Add(before, direct, effects);
        if (isPublished)
        {
            effects.Publish(update, schema);
        }

        if (output.Sayings.Count > 0)
        {
            _attachments.Add(before, effects);
        }

        return isPublished ? new Published(update, direct) : default;
    }

    private static Dictionary<uint, List<DirectEvent>> Direct(TurnOutput output)
    {
        Dictionary<uint, List<DirectEvent>> direct = [];
        uint sharedBefore = 0;
        foreach (var roomEvent in output.Events)
        {
            if (roomEvent.To == 0)
            {
                sharedBefore++;
                continue;
            }

            if (!direct.TryGetValue(roomEvent.To, out var list))
            {
                direct.Add(roomEvent.To, list = []);
            }

            list.Add(new DirectEvent
            {
                After = sharedBefore,
                Payload = ByteString.CopyFrom(output.PayloadOf(roomEvent)),
                Delivery = roomEvent.OnTheWire(0),
            });
        }

        return direct;
    }
}

/// <summary>What a turn has published.</summary>
/// <param name="Element">The update as an element of a batch; empty: nothing.</param>
/// <param name="Direct">What went with it to single members, by player number; null: nothing.</param>
internal readonly record struct Published(ReadOnlyMemory<byte> Element, Dictionary<uint, List<DirectEvent>>? Direct);
