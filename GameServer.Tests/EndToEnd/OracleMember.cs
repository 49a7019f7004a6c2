using GameServer.Client;
using GameServer.Protocol.Patches;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.EndToEnd;

/// <summary>One member of one <see cref="OracleRoom"/>: sends its commands and writes down whatever is not as it should be.</summary>
internal sealed class OracleMember
{
    internal static readonly RoomDefinition<OracleState, OracleCommand, OracleEvent> Definition =
        new("oracle", OracleState.Parser, OracleEvent.Parser);

    private readonly TaskCompletionSource<bool> _sawAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ulong _commands;
    private readonly ulong _total;
    private readonly List<string> _wrong = [];
    private RoomHandle<OracleState, OracleCommand, OracleEvent>? _room;
    private ulong _shared;
    private ulong _direct;

    private OracleMember(int commands, int members) => (_commands, _total) = ((ulong)commands, (ulong)(commands * members));

    internal static async Task<OracleMember> JoinAsync(GameClient client, string key, int commands, int members)
    {
        var member = new OracleMember(commands, members);
        var joining = client.JoinAsync(Definition, JoinTarget.Key(key), subscribe: member.Subscribe);
        member._room = await Eventually.Of(joining, "the room");
        return member;
    }

    /// <summary>Sends all commands without waiting in between; done when each has its answer.</summary>
    internal async Task SendAllAsync()
    {
        var answers = new List<Task<CommandReply<OracleEvent>>>();
        for (ulong number = 1; number <= _commands; number++)
        {
            answers.Add(_room!.SendAsync(new OracleCommand { Number = number }));
        }

        for (ulong number = 1; number <= _commands; number++)
        {
            var reply = await answers[(int)number - 1];
            if (reply.Outcome != CommandOutcome.Applied || reply.Reply?.Number != number)
            {
                Note($"command {number} was answered {reply.Outcome} {reply.Reason} with {reply.Reply}");
            }
        }
    }

    /// <summary>Done when the last event has come.</summary>
    internal Task SeeAllAsync() => _sawAll.Task;

    internal Task<ulong> HashAsync() => _room!.ReadAsync(StateHash.Compute);

    /// <summary>All that was wrong, the state included; empty when exactly once holds for this member.</summary>
    internal async Task<IReadOnlyList<string>> FindFaultsAsync()
    {
        var state = await _room!.ReadAsync(state => state.Clone());
        foreach (var (player, tally) in state.Tallies)
        {
            if (tally.Last != _commands || tally.OutOfOrder != 0)
            {
                Note($"player {player} stands at {tally}");
            }
        }

        if (state.Applied != _total || _direct != _commands)
        {
            Note($"{state.Applied} of {_total} commands were applied, {_direct} of {_commands} direct events came");
        }

        return _wrong;
    }

    private void Subscribe(RoomHandle<OracleState, OracleCommand, OracleEvent> room)
    {
        room.EventReceived += told => See(room.PlayerNumber, told);
        room.EventsLost += () => Note("events were lost");
        room.Rewound += _ => Note("the room came back older");
        room.Left += left => Note($"the room was left: {left.Reason} {left.Detail}");
    }

    private void See(uint me, OracleEvent told)
    {
        if (told.Direct)
        {
            if (told.Player != me || told.Number != ++_direct || told.Applied != _shared)
            {
                Note($"the direct event {told} came after {_shared} shared and as {_direct}. direct one");
                _direct = told.Number;
            }
        }
        else if (told.Applied != ++_shared)
        {
            Note($"the event {told} came as {_shared}. at {_room?.Position}");
            _shared = told.Applied;
        }

        if (_shared == _total && _direct == _commands)
        {
            _sawAll.TrySetResult(true);
        }
    }

    private void Note(string fault)
    {
        lock (_wrong)
        {
            _wrong.Add(fault);
        }

        // Nothing better comes of waiting on.
        _sawAll.TrySetResult(false);
    }
}
