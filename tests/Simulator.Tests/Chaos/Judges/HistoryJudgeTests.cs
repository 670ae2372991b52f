using NodaTime;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>Calls and answers that no order of the calls explains are found, and those that one explains are not.</summary>
public sealed class HistoryJudgeTests
{
    private const string Accepted = """{"what":"accepted"}""";
    private const string Refused = """{"what":"refused","code":"InvalidState","message":"no"}""";
    private const string Terminate = """{"what":"terminate","operationId":"2-t"}""";
    private const string ToAlwaysOn = """{"what":"modify","mode":"AlwaysOn","operationId":"3-m"}""";
    private static readonly Instant Up = Story.Noon + Duration.FromMinutes(20);

    [Fact]
    public void Calls_ThatTheLogExplains_AreFine() => Launched()
        .At(30).Call("""{"what":"connect","user":"ann","session":"ann/1","operationId":"1-c"}""", """{"what":"connected","session":"ann/1"}""", "1-c").Desk("session-opened", "\"session\":\"ann/1\"")
        .At(40).Call("""{"what":"disconnect","session":"ann/1","operationId":"1-d"}""", Accepted, "1-d").Desk("session-closed", "\"session\":\"ann/1\",\"reason\":\"disconnected\"")
        .At(50).Call(Terminate, Accepted, "2-t").Move("TerminateAccepted", "AVAILABLE", "TERMINATING", Ended(50)).At(51).Call(Terminate, Accepted, "2-t").Judged().FindNothing();

    [Fact]
    public void Stop_AcknowledgedAndNotThere_IsFound() => Launched()
        .At(30).Call("""{"what":"stop","operationId":"1-s"}""", Accepted, "1-s").Judged().Finds("answers fit", "answers stop with accepted, and was AVAILABLE all the time");

    [Fact]
    public void Connect_AcknowledgedAndNotThere_IsFound() => Launched()
        .At(30).Call("""{"what":"connect","user":"ann","session":"ann/1","operationId":"1-c"}""", """{"what":"connected","session":"ann/1"}""", "1-c")
        .Judged().Finds("answers fit", "answers connect with connected");

    [Fact]
    public void Terminate_RefusedAndDone_IsFound() => Assert.Contains(
        Launched().At(30).Call(Terminate, Refused, "2-t").Move("TerminateAccepted", "AVAILABLE", "TERMINATING", Ended(30)).Judged(),
        v => v.Judge.Contains("asked for, once", StringComparison.Ordinal));

    [Fact]
    public void Terminate_RefusedWhereItIsAdmitted_IsFound() =>
        Launched().At(30).Call(Terminate, Refused, "2-t").Judged().Finds("answers fit", "answers terminate with InvalidState, and was AVAILABLE");

    [Fact]
    public void Modify_DoneTwiceUnderOneId_IsFound() => Launched()
        .At(30).Call(ToAlwaysOn, Accepted, "3-m").Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"")
        .At(31).Call(ToAlwaysOn, Accepted, "3-m").Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"")
        .Judged().Finds("asked for, once", "done a second time");

    [Fact]
    public void Modify_NobodyAskedFor_IsFound() => Launched()
        .At(30).Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"").Judged().Finds("asked for, once", "nobody asked for it");

    [Theory]
    [InlineData(Accepted, true)]
    [InlineData("""{"what":"refused","code":"OperationExpired","message":"long ago"}""", true)]
    [InlineData(Refused, false)]
    public void Id_UsedAgainWithOtherContents_HearsWhatItDidFirst(string answer, bool isFine)
    {
        var found = Launched()
            .At(30).Call(ToAlwaysOn, Accepted, "3-m").Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"")
            .At(31).Call("""{"what":"reboot","operationId":"3-m"}""", answer, "3-m").Judged();

        if (isFine)
            found.FindNothing();
        else
            found.Finds("hears the same", "answers 3-m with");
    }

    /// <summary>Two ask at once, and one of them is too late: some order explains it.</summary>
    [Fact]
    public void Calls_AtTheSameTime_MayComeInAnyOrder() => Launched()
        .At(30).Call(Terminate, Accepted, "2-t", seconds: 60).Call("""{"what":"reboot","operationId":"4-r"}""", Refused, "4-r", seconds: 60)
        .At(30.5).Move("TerminateAccepted", "AVAILABLE", "TERMINATING", Ended(30.5)).Judged().FindNothing();

    [Fact]
    public void Call_WithoutAnAnswer_MayHaveBeenDoneOrNot()
    {
        Launched().At(30).Call(Terminate, null, "2-t").At(40).Move("TerminateAccepted", "AVAILABLE", "TERMINATING", Ended(40)).Judged().FindNothing();
        Launched().At(30).Call(Terminate, null, "2-t").Judged().FindNothing();
    }

    private static Story Launched() => new Story().Call("""{"what":"launch","operationId":"op-ws-1"}""", """{"what":"launched"}""", "op-ws-1").Up();

    private static string Ended(double minutes) => $"{Story.Job(2, "Terminate")},{Story.Metered(Up, Story.Noon + Duration.FromSeconds((long)(minutes * 60)))}";
}
