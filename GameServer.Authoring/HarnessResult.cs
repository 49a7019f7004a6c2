using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>What a member's client got as the answer to one command.</summary>
/// <param name="Outcome">What became of the command.</param>
/// <param name="Reply">What the room replied; null: nothing.</param>
/// <param name="Reason">A sentence, unless applied.</param>
public sealed record HarnessResult<TEvent>(CommandResult.Types.Outcome Outcome, TEvent? Reply, string Reason)
    where TEvent : class, IMessage<TEvent>, new();
