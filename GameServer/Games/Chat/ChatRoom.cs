using GameServer.Authoring;

namespace GameServer.Games.Chat;

/// <summary>A conversation: its last 100 lines by line number, and who is there.</summary>
internal sealed class ChatRoom : Room<ChatState, ChatCommand, ChatEvent>
{
    internal const int LinesKept = 100;
    internal const int TextCharactersMax = 500;

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 200,
        Durability = Durability.Committed,
        Grace = TimeSpan.FromMinutes(2),
        // The lines wait for the next who comes in.
        EmptyLifetime = TimeSpan.FromDays(7),
    };

    protected override void OnJoined(Player player) =>
        State.Participants[player.Number] = new Participant { Name = CleanText.NameOr(player.Name, $"Guest {player.Number}") };

    protected override void OnCommand(Player player, ChatCommand command)
    {
        switch (command.KindCase)
        {
            case ChatCommand.KindOneofCase.Say:
                Say(player, CleanText.Line(command.Say.Text));
                break;
            case ChatCommand.KindOneofCase.Rename:
                Rename(player, CleanText.Name(command.Rename.Name));
                break;
            case ChatCommand.KindOneofCase.None:
                Reject("A chat knows the commands say and rename.");
                break;
        }
    }

    protected override void OnAway(Player player) => State.Participants[player.Number].Away = true;

    protected override void OnBack(Player player) => State.Participants[player.Number].Away = false;

    protected override void OnLeft(Player player, LeaveReason reason) => State.Participants.Remove(player.Number);

    private void Say(Player player, string text)
    {
        if (text.Length == 0)
        {
            Reject("A line needs some text.");
            return;
        }

        if (CleanText.Length(text) is > TextCharactersMax and var length)
        {
            Reject($"A line holds at most {TextCharactersMax} characters; this one has {length}.");
            return;
        }

        var number = ++State.LastLine;
        State.Lines[number] = new Line
        {
            Player = player.Number,
            Name = State.Participants[player.Number].Name,
            Text = text,
            TimeMs = (ulong)Now.ToUnixTimeMilliseconds(),
        };
        if (number > LinesKept)
        {
            State.Lines.Remove(number - LinesKept);
        }

        var said = new ChatEvent { Said = new Said { Line = number } };
        Broadcast(said);
        Reply(said);
    }

    private void Rename(Player player, string name)
    {
        if (name.Length == 0)
        {
            Reject("A name needs at least one visible character.");
            return;
        }

        State.Participants[player.Number].Name = name;
    }
}
