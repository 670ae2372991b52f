using NodaTime;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>Each judge of the log speaks when exactly its fact is violated in a log written by hand, and keeps still when it is not.</summary>
public sealed class LogJudgeTests
{
    private static readonly Instant Up = Story.Noon + Duration.FromMinutes(20);

    [Fact]
    public void Log_LaunchRunStop_IsFine() =>
        new Story().Up().At(80).AutoStop(Up).At(81).Stopped().Judged().FindNothing();

    [Theory]
    [InlineData("UNHEALTHY", "STOPPED", "leaves UNHEALTHY")]
    [InlineData("AVAILABLE", "STARTING", "goes from AVAILABLE to STARTING")]
    public void Moves_OutsideTheTables_AreFound(string from, string to, string what) =>
        Assert.Contains(new Story().Up().At(30).Move("Whatever", from, to, Story.Metered(Up, Up)).Judged(), v => v.Judge.Contains("WKS-T2", StringComparison.Ordinal) && v.Sentence.Contains(what, StringComparison.Ordinal));

    [Fact]
    public void Moves_StopOfWhatIsAlwaysOn_IsFound() => new Story()
        .Up(mode: "AlwaysOn").At(30).Move("StopAccepted", "AVAILABLE", "STOPPING", $"{Story.Job(2, "Hibernate")},{Story.Metered(Up, Story.Noon + Duration.FromMinutes(30))}")
        .Judged().Finds("WKS-T2", "is AlwaysOn and stops");

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    public void Moves_RebootOfAReboot_WaitsTwentyMinutes(double minutes, bool isFine)
    {
        var found = new Story()
            .Up().At(30).Move("RebootAccepted", "AVAILABLE", "REBOOTING", Story.Job(2, "Reboot"))
            .At(minutes).Move("RebootAccepted", "REBOOTING", "REBOOTING", Story.Job(3, "Reboot")).Judged();

        if (isFine)
            found.FindNothing();
        else
            found.Finds("WKS-T2", "is rebooted again");
    }

    [Fact]
    public void Moves_AfterItsEnd_AreFound() => Assert.Contains(
        new Story().Up().At(30)
            .Move("TerminateAccepted", "AVAILABLE", "TERMINATING", $"{Story.Job(2, "Terminate")},{Story.Metered(Up, Story.Noon + Duration.FromMinutes(30))}")
            .Move("TerminateDone", "TERMINATING", "TERMINATED").At(31).Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"").Judged(),
        v => v.Sentence.Contains("happens to a desktop that is TERMINATED", StringComparison.Ordinal));

    [Theory]
    [InlineData("h-b", 3, "is of us-east-1a and takes h-b")]
    [InlineData("h-foreign", 3, "may run on hosts of acme/us-east-1")]
    [InlineData("h-none", 3, "which is no host")]
    [InlineData("h-a", 2, "under epoch 2, and epoch 2 was before")]
    [InlineData("h-a", 3, null)]
    public void Place_OfAStart_IsInItsZoneOnItsOwnersHostUnderANewEpoch(string host, long epoch, string? what)
    {
        var found = new Story().Up().At(80).AutoStop(Up).At(81).Stopped().At(90).Move("StartAccepted", "STOPPED", "STARTING", Story.Placed(host, epoch, "Resume")).Judged();

        if (what is null)
            found.FindNothing();
        else
            found.Finds("one place", what);
    }

    [Fact]
    public void Place_TwiceAtOnce_IsFound() => new Story()
        .Up().At(30).Move("RebootAccepted", "AVAILABLE", "REBOOTING", Story.Placed("h-a", 2, "Reboot")).Judged().Finds("one place", "two places");

    [Fact]
    public void Place_OnAClosedHost_IsFound() => new Story()
        .Say("DedicatedHost:h-a", "host-lost", "\"detail\":\"power\",\"desktops\":0").At(1).Launch().Judged().Finds("one place", "which is closed since");

    [Fact]
    public void Place_RunningWithoutOne_IsFound() => new Story()
        .Up().At(30).Move("HostLost", "AVAILABLE", "UNHEALTHY", $"\"effectiveAt\":\"{Story.Noon + Duration.FromMinutes(30)}\",{Story.Metered(Up, Story.Noon + Duration.FromMinutes(30))}")
        .At(31).Move("HealthRegained", "UNHEALTHY", "AVAILABLE").Judged().Finds("one place", "is AVAILABLE and has no place");

    [Fact]
    public void Place_InAZoneThatIsNotTheDirectorys_IsFound() => new Story()
        .Host("h-c", "acme/us-east-1/us-east-1c").Launch(zone: "us-east-1c", host: "h-c").Judged().Finds("one place", "which is no zone of d-staff");

    [Fact]
    public void Epoch_OfARetry_IsNew() => new Story()
        .Launch().At(90).Desk("job-retried", $"{Story.Job(1, "Boot")},\"reason\":\"no answer\"").Judged().Finds("one place", "orders its machine under epoch 1");

    [Theory]
    [InlineData("\"vCpu\":3,\"memoryMiB\":1024,\"gpus\":0", true)]
    [InlineData("\"vCpu\":1,\"memoryMiB\":5000,\"gpus\":0", true)]
    [InlineData("\"vCpu\":1,\"memoryMiB\":1024,\"gpus\":1", true)]
    [InlineData("\"vCpu\":2,\"memoryMiB\":4096,\"gpus\":0", false)]
    public void Host_WithMoreThanItHasInAnyDimension_IsFound(string size, bool isTooMuch)
    {
        var found = new Story().Launch().Launch("ws-2", "bob", size: size).Launch("ws-3", "cem", size: "\"vCpu\":0,\"memoryMiB\":0,\"gpus\":1").Judged();

        if (isTooMuch)
            found.Finds("hosts hold", "h-a carries");
        else
            found.FindNothing();
    }

    [Fact]
    public void Host_StartingMoreThanItsStartSlots_IsFound()
    {
        var story = new Story().Up().Up("ws-2", "bob");
        var second = story.Now;
        story.At(80).AutoStop(Up).Stopped().At(100).AutoStop(second, id: "ws-2").Stopped("ws-2")
            .At(110).Move("StartAccepted", "STOPPED", "STARTING", Story.Placed("h-a", 3, "Resume"))
            .Move("StartAccepted", "STOPPED", "STARTING", Story.Placed("h-a", 3, "Resume"), "ws-2")
            .Judged().Finds("hosts hold", "starts 2 desktops at once");
    }

    [Theory]
    [InlineData(80, 0, null)]
    [InlineData(79.98, 0, "early")]
    [InlineData(81, 0, "should have stopped at")]
    [InlineData(80, 1, "stops by itself as of")]
    public void AutoStop_ComesWhenItsCountdownIsOver(double minutes, int secondsOff, string? what)
    {
        var story = new Story().Up().At(minutes);
        var found = story.AutoStop(Up, story.Now - Duration.FromSeconds(secondsOff)).Judged(story.Now);

        if (what is null)
            found.FindNothing();
        else
            Assert.Contains(found, v => v.Judge.Contains("AutoStop", StringComparison.Ordinal) && v.Sentence.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void AutoStop_ThatNeverComes_IsFound() => new Story().Up().Judged(Story.Noon + Duration.FromHours(2)).Finds("AutoStop", "should have stopped at");

    [Fact]
    public void AutoStop_WhileConnected_IsFound() => Assert.Contains(
        new Story().Up().At(30).Desk("session-opened", "\"session\":\"ann/1\"").At(80).AutoStop(Up).Judged(),
        v => v.Sentence.Contains("while ann/1 is connected", StringComparison.Ordinal));

    [Fact]
    public void AutoStop_OfAReconnectedUser_CountsFromTheLastDisconnect() => new Story()
        .Up().At(30).Desk("session-opened", "\"session\":\"ann/1\"").At(90).Desk("session-closed", "\"session\":\"ann/1\",\"reason\":\"disconnected\"").At(150).AutoStop(Up).Judged().FindNothing();

    [Fact]
    public void SignIn_ThatIsNeverTold_IsFound() => new Story()
        .Up().At(80).AutoStop(Up).At(80.5).Desk("session-awaited", Story.Awaited("ann/1", Story.Noon + Duration.FromMinutes(80.5)))
        .At(81).Stopped().Judged(Story.Noon + Duration.FromHours(9)).Finds("sign-ins", "is never told");

    [Fact]
    public void SignIn_EndedForSomebodyElse_IsFound() => new Story()
        .Up().At(30).Desk("session-abandoned", "\"session\":\"ann/1\",\"waited\":\"0:00:10\"").Judged().Finds("sign-ins", "and nobody waits");

    [Fact]
    public void Session_LeftOpenByAMove_IsFound() => new Story()
        .Up().At(30).Desk("session-opened", "\"session\":\"ann/1\"").At(40)
        .Move("StopAccepted", "AVAILABLE", "STOPPING", $"{Story.Job(2, "Hibernate")},{Story.Metered(Up, Story.Noon + Duration.FromMinutes(40))}")
        .Judged().Finds("sign-ins", "nobody has told session ann/1");

    [Fact]
    public void Session_BesideAnother_IsFound() => new Story()
        .Up().At(30).Desk("session-opened", "\"session\":\"ann/1\"").At(40).Desk("session-opened", "\"session\":\"ann/2\"").Judged().Finds("sign-ins", "while ann/1 is open");

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "no window of us-east-1 is open")]
    public void Maintenance_IsOnSundaysOnly(int dayLater, string? what)
    {
        var sunday = Instant.FromUtc(2026, 3, 8, 5, 30) + Duration.FromDays(dayLater);
        var found = new Story().Up(mode: "AlwaysOn").Desk("update-announced", "\"update\":{\"name\":\"2026-03\"}").At(sunday)
            .Move("MaintenanceBegan", "AVAILABLE", "MAINTENANCE", $"{Story.Job(2, "Maintain")},\"run\":{{\"update\":\"2026-03\",\"idleSince\":\"{Up}\"}}").Judged();

        if (what is null)
            found.FindNothing();
        else
            found.Finds("maintenance", what);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void Maintenance_WhoeverIsConnectedIsWarnedBefore(int minutes, bool isFine)
    {
        var found = new Story().Up(mode: "AlwaysOn").At(30).Desk("session-opened", "\"session\":\"ann/1\"")
            .At(40).Desk("user-warned", $"\"session\":\"ann/1\",\"disconnectAt\":\"{Story.Noon + Duration.FromMinutes(45)}\"")
            .At(40 + minutes).Desk("session-closed", "\"session\":\"ann/1\",\"reason\":\"maintenance\",\"interruption\":\"Maintenance\"").Judged();

        if (isFine)
            found.FindNothing();
        else
            found.Finds("maintenance", "without a warning");
    }

    [Theory]
    [InlineData("Disabled", true)]
    [InlineData("Enabled", false)]
    public void Start_UnderADisabledKey_IsFound(string status, bool isFound)
    {
        var found = new Story().Up(encrypted: true).At(80).AutoStop(Up).At(81).Stopped()
            .Say("Key:arn:aws:kms:us-east-1:acme:key/ours", "key-status-changed", $"\"status\":\"{status}\"")
            .At(90).Move("StartAccepted", "STOPPED", "STARTING", Story.Placed("h-a", 3, "Resume")).Judged();

        if (isFound)
            found.Finds("disabled key", "which is Disabled since");
        else
            found.FindNothing();
    }

    [Fact]
    public void Units_SecondDesktopOfAPerson_IsFound() =>
        new Story().Launch().Launch("ws-2", "ANN", "us-east-1b", "h-b").Judged().Finds("one desktop a person", "is a second desktop of ANN");

    [Fact]
    public void Units_MoreThanTheQuota_IsFound() => new Story()
        .Launch().Launch("ws-2", "bob").Launch("ws-3", "cem", "us-east-1b", "h-b").Launch("ws-4", "dora", "us-east-1b", "h-b").Judged().Finds("one desktop a person", "whose quota is 3");

    [Fact]
    public void Units_MoreThanTheSeatsOfAKey_IsFound() =>
        new Story().Launch(encrypted: true).Launch("ws-2", "bob", encrypted: true).Judged().Finds("one desktop a person", "which serves 1");

    [Theory]
    [InlineData("ws-2", true)]
    [InlineData("ws-1", false)]
    public void Line_LastComeFirstServed_IsFound(string served, bool isFound)
    {
        var found = Waiting().At(2).Desk("capacity-found", $"{Story.Placed("h-a", 1, "Boot")},\"waited\":\"0:02:00\"", served).At(3).Desk("epoch-adopted", "\"epoch\":1", served).Judged();

        if (isFound)
            found.Finds("lines", "is given room before WorkSpace:ws-1");
        else
            found.FindNothing();
    }

    [Fact]
    public void Line_NewcomerWhoPassesIt_IsFound() => Waiting().At(2).Launch("ws-3", "cem").At(3).Desk("epoch-adopted", "\"epoch\":1").Judged().Finds("lines", "is given room before WorkSpace:ws-1");

    [Fact]
    public void Line_WhoWaitsTooLong_IsFound() => Waiting().Judged(Story.Noon + Duration.FromMinutes(7)).Finds("lines", "was promised an answer by");

    [Fact]
    public void Meter_ThatSaysOtherwise_IsFound() => new Story()
        .Up().At(80).AutoStop(Up - Duration.FromSeconds(1)).Judged().Finds("meters", "metered");

    [Fact]
    public void Log_ThatIsNoLog_IsFound() => Assert.Contains(
        DeskFleet.Simulator.Chaos.Judges.Bench.Judge(new Story().Evidence() with { Events = "{\"at\":1}\n"u8.ToArray() }),
        v => v.Sentence.StartsWith("Line 1 is no event of a run", StringComparison.Ordinal));

    /// <summary>Two launches wait for room, one a minute after the other.</summary>
    private static Story Waiting()
    {
        var story = new Story();
        foreach (var (id, user) in new[] { ("ws-1", "ann"), ("ws-2", "bob") })
        {
            story.Move("LaunchAccepted", "NONE", "PENDING", Story.Terms(id, user, "us-east-1a", "AutoStop", "\"vCpu\":2,\"memoryMiB\":4096,\"gpus\":0", false), id)
                .Desk("capacity-awaited", $"{Story.Wait("Launch", story.Now)},\"position\":1,\"placement\":{{}}", id).At(1);
        }

        return story;
    }
}
