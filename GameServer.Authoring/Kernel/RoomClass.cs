using GameServer.Authoring.Diff;
using GameServer.Protocol.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Kernel;

/// <summary>A class of rooms that has been found fit to run under a name. A value; made at the start, used from any thread.</summary>
internal sealed class RoomClass
{
    private const int NameCharsMax = 64;

    /// <summary>A class that <see cref="Of"/> found fit, with its own maker or one around it.</summary>
    internal RoomClass(Type type, RoomTypeName name, RoomSchema schema, IRoomKernelMaker maker)
    {
        Type = type;
        Name = name;
        Schema = schema;
        Maker = maker;
    }

    internal Type Type { get; }

    internal RoomTypeName Name { get; }

    internal RoomSchema Schema { get; }

    /// <summary>Makes the kernels of its rooms.</summary>
    internal IRoomKernelMaker Maker { get; }

    /// <summary>Looks a class over; the refusal is a sentence to stop the start with.</summary>
    internal static RoomClassAnswer Of(Type roomClass, string name)
    {
        if (name.Length is 0 or > NameCharsMax || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            return Refuse($"The room type name '{name}' is not 1 to {NameCharsMax} of the characters a-z, A-Z, 0-9, '-', '_' and '.'.");
        }

        var messages = MessageTypes(roomClass);
        if (messages is null || roomClass.IsAbstract || roomClass.ContainsGenericParameters)
        {
            return Refuse(
                $"{roomClass.Name} can't be a room: it must be a class, not abstract, derived from Room<TState, TCommand, TEvent>.");
        }

        var (state, command, roomEvent) = (Descriptor(messages[0]), Descriptor(messages[1]), Descriptor(messages[2]));
        // Commands and events have a JSON form too, which these rules make sure of.
        var refusals = new[] { state, command, roomEvent }.Select(StateSchema.Check);
        if (refusals.FirstOrDefault(refusal => refusal is not null) is { } schemaRefusal)
        {
            return Refuse($"{roomClass.Name} can't be a room: {schemaRefusal}");
        }

        if (RoomFields.Refusal(roomClass) is { } fieldRefusal)
        {
            return Refuse($"{roomClass.Name} can't be a room: {fieldRefusal}");
        }

        var maker = (IRoomKernelMaker)Activator.CreateInstance(
            typeof(RoomKernelMaker<,,>).MakeGenericType(messages), [RoomFields.AnyRebuilt(roomClass)])!;
        var schema = new RoomSchema(state, command, roomEvent);
        return new RoomClassAnswer.Fit(new RoomClass(roomClass, new RoomTypeName(name), schema, maker));
    }

    /// <summary>What an instance wants of its host.</summary>
    internal RoomSettings Settings(object room) => Maker.Settings(room);

    /// <summary>Why an instance can't run, as a sentence about its settings; null: it can.</summary>
    internal string? Refusal(object room) => Maker.Settings(room).Refusal() is { } refusal ? $"{Type.Name} can't run: {refusal}" : null;

    /// <summary>The kernel of one activation around a fresh instance. Its first turn calls OnCreated and OnActivated.</summary>
    internal IRoomKernel Create(object room, RoomBirth birth)
    {
        if (Refusal(room) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        return Maker.Make(room, birth);
    }

    /// <summary>
    /// The kernel of a room that was stored, around a fresh instance. Its first turn calls OnActivated, makes every member away and gives
    /// it a fresh grace. A room of which nothing was ever stored begins as a new one.
    /// </summary>
    /// <param name="room">The instance.</param>
    /// <param name="birth">What the room was made with, and its new epoch.</param>
    /// <param name="history">What is stored of it.</param>
    /// <exception cref="RoomHistoryException">The history can't be read or applied, or the room has ended.</exception>
    internal IRoomKernel Restore(object room, RoomBirth birth, RoomHistory history)
    {
        if (Refusal(room) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        return Maker.Restore(room, birth, history);
    }

    private static RoomClassAnswer Refuse(string reason) => new RoomClassAnswer.Unfit(reason);

    private static Type[]? MessageTypes(Type roomClass)
    {
        for (var type = roomClass; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Room<,,>))
            {
                return type.GetGenericArguments();
            }
        }

        return null;
    }

    private static MessageDescriptor Descriptor(Type message) => ((IMessage)Activator.CreateInstance(message)!).Descriptor;
}

/// <summary>What a look at a class says. A closed set.</summary>
internal abstract record RoomClassAnswer
{
    private RoomClassAnswer()
    {
    }

    internal sealed record Fit(RoomClass Class) : RoomClassAnswer;

    internal sealed record Unfit(string Reason) : RoomClassAnswer;
}
