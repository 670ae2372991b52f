using System.Collections.Immutable;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Tests.Alarms;

/// <summary>The alarms of one account and region (MON-02).</summary>
public sealed class AlarmBookTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly OperationId Id = new(1, "token");

    [Fact]
    public void Put_TheSameAgain_ChangesNothing()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);

        Assert.Empty(book.Decide(new PutAlarm(Id, Alarm("a")), Noon).Events);
        Assert.Single(book.Decide(new PutAlarm(Id, Alarm("a", threshold: 7)), Noon).Events);
    }

    [Fact]
    public void Put_AnotherRule_KeepsTheState()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);
        book = Apply(book, Found(book, "a", AlarmValue.Alarm), Noon);

        book = Apply(book, new PutAlarm(Id, Alarm("a", threshold: 7)), Noon + Duration.FromHours(1));

        Assert.Equal((AlarmValue.Alarm, 7.0), (book.Find("a")!.Standing.Value, book.Find("a")!.Definition.Rule.Threshold));
    }

    [Fact]
    public void Put_MoreThanThereMayBe_IsRefused()
    {
        var book = Enumerable.Range(0, AlarmBook.MaxAlarms).Aggregate(AlarmBook.Empty, (all, number) => Apply(all, new PutAlarm(Id, Alarm($"a-{number}")), Noon));

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(book.Decide(new PutAlarm(Id, Alarm("one more")), Noon).Reply).Code);
        Assert.Single(book.Decide(new PutAlarm(Id, Alarm("a-1", threshold: 9)), Noon).Events);
    }

    [Fact]
    public void Delete_OneThatIsNotThere_DeletesNone()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);

        var decision = book.Decide(new DeleteAlarms(Id, ["a", "b"]), Noon);

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(decision.Reply).Code);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Found_WhatIsSoAlready_ChangesNothingAndTellsNobody()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);
        book = Apply(book, Found(book, "a", AlarmValue.Alarm), Noon);

        Assert.Equal(["http://hook/alarm"], book.Notices.Select(notice => notice.Url));
        Assert.Empty(book.Decide(Found(book, "a", AlarmValue.Alarm), Noon).Events);
    }

    [Fact]
    public void Found_OfAnEarlierRule_ChangesNothing()
    {
        var before = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);
        var book = Apply(before, new PutAlarm(Id, Alarm("a", threshold: 7)), Noon + Duration.FromMinutes(1));

        Assert.Empty(book.Decide(Found(before, "a", AlarmValue.Alarm), Noon).Events);
    }

    [Fact]
    public void Notified_TheNumber_IsGoneAndNumbersGoOn()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);
        book = Apply(book, Found(book, "a", AlarmValue.Alarm), Noon);
        var first = Assert.Single(book.Notices).Number;
        book = Apply(book, new AlarmNotified(first, null), Noon);
        book = Apply(Apply(book, Found(book, "a", AlarmValue.Ok), Noon), Found(book, "a", AlarmValue.Alarm), Noon);

        Assert.True(Assert.Single(book.Notices).Number > first);
        Assert.Empty(book.Decide(new AlarmNotified(first, null), Noon).Events);
    }

    [Fact]
    public void Actions_SwitchedOff_TellNobody()
    {
        var book = Apply(Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon), new EnableAlarmActions(Id, ["a", "nobody"], false), Noon);

        book = Apply(book, Found(book, "a", AlarmValue.Alarm), Noon);

        Assert.Empty(book.Notices);
        Assert.Equal(AlarmValue.Alarm, book.Find("a")!.Standing.Value);
    }

    [Fact]
    public void Changes_WithoutEnd_KeepNoMoreNoticesThanMayWait()
    {
        var book = Apply(AlarmBook.Empty, new PutAlarm(Id, Alarm("a")), Noon);
        for (var turn = 0; turn < AlarmBook.MaxNotices + 5; turn++)
            book = Apply(Apply(book, Found(book, "a", AlarmValue.Alarm), Noon), Found(book, "a", AlarmValue.Ok), Noon);

        Assert.Equal(AlarmBook.MaxNotices, book.Notices.Length);
        var decision = book.Decide(Found(book, "a", AlarmValue.Alarm), Noon);
        Assert.Contains("not told", Assert.Single(decision.Events.OfType<AlarmActionDone>()).Failure, StringComparison.Ordinal);
    }

    private static AlarmsEvaluated Found(AlarmBook book, string name, AlarmValue value) => new([new(name, book.Find(name)!.ConfiguredAt, value, "because", null)]);

    private static AlarmBook Apply(AlarmBook book, Command command, Instant now) =>
        book.Decide(command, now).Events.Aggregate(book, (state, happened) => state.Evolve(happened, now));

    private static AlarmDefinition Alarm(string name, double threshold = 5) => new(
        name,
        null,
        new("AWS/WorkSpaces", "Available", ImmutableArray.Create(new AlarmDimension("DirectoryId", "d-0123456789")), "Sum", 300, null),
        new(AlarmComparison.GreaterThanThreshold, threshold, 1, null, null),
        new(true, ["http://hook/alarm"], [], []));
}
