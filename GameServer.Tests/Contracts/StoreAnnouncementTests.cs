using System.Text;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreAnnouncementTests
{
    private const string Here = "here";
    private const string There = "there";

    private static readonly DateTimeOffset Later = Start.AddDays(1);

    [Theory, LocalStores, PostgresStore]
    public async Task What_comes_with_a_rooms_beginning_and_end_is_claimed_afterwards(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var made = rig.NewRoom() with { Announcements = [What("opened", Here), What("opened", There)] };
        await rig.Store.CreateAsync(made, Me, default);
        (await rig.AppendAsync(End(Append(made.Id, 1, 0, 1), What("closed", Here)))).ShouldBe(WriteAnswer.Made);
        await rig.ReopenAsync();

        var claimed = await ClaimAsync(rig, Here);

        claimed.Select(each => each.What.Id).Order().ShouldBe(["closed", "opened"]);
        claimed.ShouldAllBe(each => each.Claim == 1 && each.What.Endpoint == Here && each.What.At == Start);
        claimed.Select(each => Encoding.UTF8.GetString(each.What.Body.Span)).Order().ShouldBe(["closed for here", "opened for here"]);
        (await ClaimAsync(rig, There)).Single().What.Id.ShouldBe("opened");
        (await ClaimAsync(rig, "nowhere")).ShouldBeEmpty();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task The_end_of_a_room_without_a_log_comes_with_its_last_snapshot(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        await rig.SaveAsync(Snapshot(room, 1, 1, isOnlyOne: true));
        var last = Snapshot(room, 1, 2, isOnlyOne: true) with { Ended = true, Announcements = [What("closed", Here)] };

        (await rig.SaveAsync(last)).ShouldBe(WriteAnswer.Made);

        (await ClaimAsync(rig, Here)).Single().What.Id.ShouldBe("closed");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Nothing_is_told_by_a_write_that_is_refused(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        var keyed = rig.NewRoom(key: "a");
        await rig.Store.CreateAsync(keyed, Me, default);
        await rig.TakenAsync(room);

        (await rig.AppendAsync(End(Append(room, 1, 0, 1), What("closed", Here)))).ShouldBe(WriteAnswer.Fenced);
        (await rig.SaveAsync(Snapshot(room, 1, 1) with { Ended = true, Announcements = [What("closed", Here)] }))
            .ShouldBe(WriteAnswer.Fenced);
        (await rig.Store.CreateAsync(rig.NewRoom(key: "a") with { Announcements = [What("opened", Here)] }, Me, default))
            .ShouldBeOfType<CreateAnswer.KeyTaken>();

        (await rig.Announcements.CountAsync(default)).ShouldBe(new AnnouncementFigures(0, null, 0));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task One_refused_row_of_a_batch_takes_nothing_from_the_others(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var (fenced, sound) = (await rig.RunAsync(), await rig.RunAsync());
        await rig.TakenAsync(fenced);

        var answers = await rig.Store.AppendAsync(
            [End(Append(fenced, 1, 0, 1), What("of the fenced", Here)), End(Append(sound, 1, 0, 1), What("of the sound", Here))], default);

        answers.ShouldBe([WriteAnswer.Fenced, WriteAnswer.Made]);
        (await ClaimAsync(rig, Here)).Single().What.Id.ShouldBe("of the sound");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Whatever_is_written_again_is_there_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var made = rig.NewRoom() with { Announcements = [What("opened", Here)] };
        await rig.Store.CreateAsync(made, Me, default);
        await rig.Store.CreateAsync(made, Me, default);
        var end = End(Append(made.Id, 1, 0, 1), What("closed", Here));
        await rig.AppendAsync(end);
        (await rig.AppendAsync(end)).ShouldBe(WriteAnswer.Made);
        (await rig.Announcements.KeepAsync([What("closed", Here), What("other", Here)], default)).ShouldBeTrue();

        (await rig.Announcements.CountAsync(default)).ShouldBe(new AnnouncementFigures(3, Start, 0));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_is_claimed_is_nobody_elses_until_its_time_is_over(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.Announcements.KeepAsync([What("a", Here), What("b", Here, Start.AddMinutes(1)), What("c", Here, Later)], default);

        var first = await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(2), Start.AddMinutes(5), 1, default);
        var second = await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(2), Start.AddMinutes(6), 10, default);
        var third = await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(4), Start.AddMinutes(9), 10, default);
        var again = await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(5), Start.AddMinutes(10), 10, default);

        first.Single().What.Id.ShouldBe("a");
        second.Single().What.Id.ShouldBe("b");
        third.ShouldBeEmpty();
        (again.Single().What.Id, again.Single().Claim).ShouldBe(("a", 2));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_failed_is_due_again_when_it_is_said_but_not_by_whom_another_has_overtaken(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.Announcements.KeepAsync([What("a", Here)], default);
        var slow = (await rig.Announcements.ClaimAsync(Here, Start, Start.AddMinutes(1), 10, default)).Single();
        var quick = (await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(1), Start.AddMinutes(2), 10, default)).Single();

        (await rig.Announcements.PostponeAsync(slow, Later, default)).ShouldBeFalse();
        (await rig.Announcements.PostponeAsync(quick, Start.AddHours(1), default)).ShouldBeTrue();

        (await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(59), Later, 10, default)).ShouldBeEmpty();
        (await rig.Announcements.ClaimAsync(Here, Start.AddMinutes(60), Later, 10, default)).Single().Claim.ShouldBe(3);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_was_delivered_is_gone_for_its_endpoint_alone(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.Announcements.KeepAsync([What("a", Here), What("a", There)], default);

        (await rig.Announcements.RemoveAsync(What("a", Here), default)).ShouldBeTrue();
        (await rig.Announcements.RemoveAsync(What("a", Here), default)).ShouldBeFalse();

        (await ClaimAsync(rig, Here)).ShouldBeEmpty();
        (await ClaimAsync(rig, There)).Count.ShouldBe(1);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_is_too_old_is_removed_and_named_a_bounded_piece_at_a_time(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.Announcements.KeepAsync([What("a", Here), What("b", There), What("new", Here, Later)], default);

        var first = await rig.Announcements.LapseAsync(Later, 1, default);
        var second = await rig.Announcements.LapseAsync(Later, 10, default);

        first.Concat(second).Order(Comparer<LapsedAnnouncement>.Create((left, right) => string.CompareOrdinal(left.Id, right.Id)))
            .ShouldBe([new LapsedAnnouncement("a", Here, Start), new LapsedAnnouncement("b", There, Start)]);
        first.Count.ShouldBe(1);
        (await rig.Announcements.CountAsync(default)).ShouldBe(new AnnouncementFigures(1, Later, 0));
    }

    [Theory, PostgresStore]
    public async Task Many_that_claim_at_once_get_each_of_them_once(StoreForm form)
    {
        const int All = 200;
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.Announcements.KeepAsync([.. Enumerable.Range(0, All).Select(number => What($"{number:d3}", Here))], default);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var mine = new List<string>();
            while (await ClaimAsync(rig, Here, 7) is { Count: > 0 } some)
            {
                mine.AddRange(some.Select(each => each.What.Id));
            }

            return mine;
        }));

        var ids = claimed.SelectMany(each => each).ToList();
        ids.ShouldBeUnique();
        ids.Concat((await ClaimAsync(rig, Here, All)).Select(each => each.What.Id)).Count().ShouldBe(All);
    }

    private static Announcement What(string id, string endpoint, DateTimeOffset? at = null) =>
        new(id, endpoint, at ?? Start, Encoding.UTF8.GetBytes($"{id} for {endpoint}"));

    private static RoomAppend End(RoomAppend append, params Announcement[] announcements) =>
        append with { Ended = true, Announcements = announcements };

    private static Task<IReadOnlyList<ClaimedAnnouncement>> ClaimAsync(StoreRig rig, string endpoint, int countMax = 10) =>
        rig.Announcements.ClaimAsync(endpoint, Start.AddHours(1), Start.AddHours(2), countMax, default);
}
