using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Tests.Authoring.Probe;

namespace GameServer.Tests.Authoring;

/// <summary>Does what its commands say. A test may put its own code in place of a handler.</summary>
internal sealed class ProbeRoom : Room<ProbeState, ProbeCommand, ProbeEvent>
{
    public override RoomSettings Settings => Setup ?? new RoomSettings();

    internal RoomSettings? Setup { get; init; }

    internal Action? WhenCreated { get; init; }

    internal Action? WhenActivated { get; init; }

    internal Action<ProbeRoom>? WhenUpcast { get; init; }

    internal Func<Player, JoinOptions, JoinDecision>? Decide { get; init; }

    internal Action<Player>? WhenJoined { get; init; }

    internal Action<Player>? WhenAway { get; init; }

    internal Action<Player>? WhenBack { get; init; }

    internal Action<Player>? WhenLeft { get; init; }

    internal Action? WhenClosing { get; init; }

    internal Action<Tick>? WhenTick { get; init; }

    internal Action<RoomLoad>? WhenOverload { get; init; }

    internal Action<ProbeRoom, Player, ProbeCommand>? WhenCommand { get; init; }

    /// <summary>Every handler that was called, rolled back or not.</summary>
    [RebuiltOnActivation]
    internal List<string> Trace { get; } = [];

    /// <summary>Rebuilt in OnActivated from the state; what a rollback can't undo.</summary>
    [RebuiltOnActivation]
    internal long CachedSum { get; private set; }

    internal IReadOnlyList<Player> Members => Players;

    internal ProbeState Live => State;

    internal RoomLoad PresentLoad => Load;

    internal int Draw() => Random.Next(1_000_000);

    internal void Shout(string text) => Broadcast(Event(text));

    internal void Whisper(Player player, string text) => Send(player, Event(text));

    internal void Later(string key, TimeSpan delay) => Schedule(key, delay, new ProbeCommand());

    internal void End(string reason) => Close(reason);

    internal void Throw(Player player) => Kick(player, "thrown out");

    internal void AwaitText(Func<CancellationToken, Task<string>> work) => Await(work, text => State.Log.Add($"got {text}"));

    protected override void OnCreated()
    {
        Note("created");
        WhenCreated?.Invoke();
    }

    protected override void OnUpcast(int fromVersion)
    {
        Trace.Add($"upcast {fromVersion}");
        WhenUpcast?.Invoke(this);
    }

    protected override void OnActivated()
    {
        Trace.Add("activated");
        CachedSum = State.Sum;
        WhenActivated?.Invoke();
    }

    protected override JoinDecision OnJoining(Player player, JoinOptions options)
    {
        Trace.Add($"joining {player.Name} seat:{options.HasSeat}");
        return Decide is null ? JoinDecision.Accept : Decide(player, options);
    }

    protected override void OnJoined(Player player)
    {
        Note($"joined {player.Name}");
        State.Seats[player.Number] = new ProbeSeat { Name = player.Name };
        WhenJoined?.Invoke(player);
    }

    protected override void OnCommand(Player player, ProbeCommand command)
    {
        Trace.Add($"command {player.Name}");
        WhenCommand?.Invoke(this, player, command);
        Obey(command);
        foreach (var reply in command.Reply)
        {
            Reply(Event(reply));
        }

        foreach (var reason in command.Reject)
        {
            Reject(reason);
        }

        Finish(command);
    }

    protected override void OnTold(ProbeCommand command)
    {
        Note("told");
        Obey(command);
        Finish(command);
    }

    protected override void OnTick(Tick tick)
    {
        Trace.Add($"tick {tick.Number} {tick.Elapsed.TotalMilliseconds}");
        State.Ticks = tick.Number;
        WhenTick?.Invoke(tick);
    }

    protected override void OnOverload(RoomLoad load)
    {
        Note($"load {load}");
        WhenOverload?.Invoke(load);
    }

    protected override void OnTimer(string key, ProbeCommand command)
    {
        Note($"timer {key}");
        Obey(command);
        Finish(command);
    }

    protected override void OnAway(Player player)
    {
        Note($"away {player.Name}");
        WhenAway?.Invoke(player);
    }

    protected override void OnBack(Player player)
    {
        Note($"back {player.Name}");
        WhenBack?.Invoke(player);
    }

    protected override void OnLeft(Player player, LeaveReason reason)
    {
        Note($"left {player.Name} {reason}");
        State.Seats.Remove(player.Number);
        WhenLeft?.Invoke(player);
    }

    protected override void OnClosing()
    {
        Note("closing");
        WhenClosing?.Invoke();
    }

    private static ProbeEvent Event(string text) => new() { Text = text };

    private void Note(string line)
    {
        Trace.Add(line);
        State.Log.Add(line);
    }

    private void Obey(ProbeCommand command)
    {
        State.Sum += command.Add + (command.Draw ? Random.Next(1_000_000) : 0);
        CachedSum += command.Add;
        if (command.Fill > 0)
        {
            State.Filler = new string('x', (int)command.Fill);
        }

        foreach (var text in command.Broadcast)
        {
            Broadcast(Event(text));
        }

        foreach (var whisper in command.Whisper)
        {
            Send(Players.Single(player => player.Number == whisper.To), Event(whisper.Text));
        }
    }

    private void Finish(ProbeCommand command)
    {
        if (command.Kick > 0)
        {
            Kick(Players.Single(player => player.Number == command.Kick), "kicked");
        }

        if (command.Schedule is { } timer)
        {
            Schedule(timer.Key, timer.DelayMs.Milliseconds(), timer.Command ?? new ProbeCommand());
        }

        if (command.Cancel.Length > 0)
        {
            Cancel(command.Cancel);
        }

        if (command.Property.Split('=') is [var name, var value])
        {
            Properties[name] = value;
        }

        if (command.Await.Length > 0)
        {
            Await(_ => Task.FromResult(command.Await), text => State.Log.Add($"got {text}"), error => State.Log.Add(error.Message));
        }

        if (command.Create > 0)
        {
            Rooms.Create("probe", new Dictionary<string, string>(), "", id => State.Log.Add($"made {id}"), State.Log.Add);
        }

        if (command.Tell > 0)
        {
            Rooms.Tell(new RoomId("other"), new ProbeCommand { Add = command.Tell });
        }

        if (command.Close.Length > 0)
        {
            Close(command.Close);
        }

        if (command.Misuse)
        {
            Send(new Player(new PlayerId("nobody"), new PlayerNumber(99), "nobody", new HashSet<string>(), true), Event("?"));
        }

        if (command.Fail.Length > 0)
        {
            throw new InvalidOperationException(command.Fail);
        }
    }
}
