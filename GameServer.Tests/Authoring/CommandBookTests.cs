using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Authoring;

public sealed class CommandBookTests
{
    [Fact]
    public void A_turn_that_is_undone_leaves_every_record_as_it_was()
    {
        var random = new Random(3);
        var book = new CommandBook();
        for (var turn = 0; turn < TestScale.Of(3_000); turn++)
        {
            var before = Look(book);
            for (var step = random.Next(1, 12); step > 0; step--)
            {
                Change(book, (uint)random.Next(1, 5), random);
            }

            if (random.Next(2) == 0)
            {
                book.Undo();
                Look(book).ShouldBe(before);
            }
            else
            {
                var now = Look(book);
                book.Commit();
                Look(book).ShouldBe(now);
            }

            book.HasUsedInTurn.ShouldBeFalse();
        }
    }

    [Fact]
    public void Results_that_were_seen_in_a_turn_that_is_undone_can_be_asked_for_again()
    {
        var book = new CommandBook();
        book.Touch(1).Use(new CommandResult { CommandSeq = 1, Reason = "no" });
        book.Commit();
        book.Touch(1).Seen(1);
        book.Find(1)!.Again(1).Outcome.ShouldBe(CommandResult.Types.Outcome.Forgotten);

        book.Undo();

        book.Find(1)!.Again(1).Reason.ShouldBe("no");
    }

    private static void Change(CommandBook book, uint member, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                book.Remove(member);
                break;
            case 1:
                book.Touch(member).Fault();
                break;
            case 2:
                book.Touch(member).Begin(new StreamStart((ulong)random.Next(9), random.Next(3)));
                break;
            case 3 or 4:
                book.Touch(member).Seen((ulong)random.Next(40));
                break;
            default:
                var record = book.Touch(member);
                var wordy = new CommandResult { CommandSeq = record.LastApplied + 1, Reason = $"{random.Next()}" };
                record.Use(random.Next(2) == 0 ? null : wordy);
                book.CountUse();
                break;
        }
    }

    /// <summary>All that can be seen of the records.</summary>
    private static List<string> Look(CommandBook book) => [.. Enumerable.Range(1, 4).Select(number =>
        book.Find((uint)number) is { } record
            ? $"{record.Marks} {string.Join(';', record.Results.Select(result => $"{result.CommandSeq}{result.Reason}"))} of {book.Used}"
            : "none")];
}
