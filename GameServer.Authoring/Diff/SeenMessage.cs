using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// What was published of a row that is a message. Its values lie here a second time, to be at hand when all rows are compared.
/// </summary>
internal readonly record struct SeenMessage<TMessage>(TMessage Values, MessageShadow<TMessage> Shadow)
    where TMessage : class, IMessage<TMessage>, new();
