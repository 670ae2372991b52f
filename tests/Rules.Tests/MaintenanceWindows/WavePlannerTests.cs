using System.Collections.Immutable;
using CsCheck;
using DeskFleet.Core.Identity;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.MaintenanceWindows;

public sealed class WavePlannerTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly MaintenanceWindow FourHours = MaintenanceCalendar.On(NewYork, new(2017, 4, 9))!;
    private static readonly MaintenanceWindow ThreeHours = MaintenanceCalendar.On(NewYork, new(2017, 3, 12))!;

    /// <summary>Three waves of 34 % hold everybody, even in the short window (section (0)).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(1000)]
    [Trait("RulePart", "MNT-03")]
    [Trait("RulePart", "MNT-04")]
    public void Window_EveryoneStoppedEveryonePending_AllAreDone(int desktops)
    {
        foreach (var window in (MaintenanceWindow[])[FourHours, ThreeHours])
        {
            var (done, carried) = Run(window, WaveOptions.Default, desktops, Pending(desktops, stopped: _ => true));
            Assert.Equal((desktops, 0), (done.Count, carried.Length));
        }
    }

    /// <summary>At most the share at once, nothing past the end, and whoever began is not also carried over.</summary>
    [Fact]
    [Trait("RulePart", "MNT-03")]
    public void Window_AnyFleet_HoldsShareAndEnd() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 100], Gen.Int[10, 200], Gen.Int[0, 30], Gen.Bool).Sample((desktops, percent, run, wake, isShort) =>
        {
            var options = new WaveOptions { MostAtOncePercent = percent, RunTime = Duration.FromMinutes(run), WakeTime = Duration.FromMinutes(wake) };
            var window = isShort ? ThreeHours : FourHours;
            var (done, carried) = Run(window, options, desktops, Pending(desktops, stopped: i => i % 3 == 0));

            Assert.All(done, d => Assert.True(d.Run.EndsAt <= window.Closes && d.BeganAt >= window.Opens));
            Assert.All(done, d => Assert.True(done.Count(other => other.BeganAt <= d.BeganAt && other.Run.EndsAt > d.BeganAt) <= options.MostAtOnce(desktops)));
            Assert.Equal(desktops, done.Select(d => d.Run.WorkSpace).Concat(carried.Select(c => c.WorkSpace)).Distinct().Count());
            Assert.Equal(desktops, done.Count + carried.Length);
        }, iter: 500);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 2)]
    [InlineData(50, 17)]
    [InlineData(100, 34)]
    [Trait("RulePart", "MNT-03")]
    public void MostAtOnce_ThirtyFourPercent_IsNeverExceededButForOne(int inZone, int atOnce) => Assert.Equal(atOnce, WaveOptions.Default.MostAtOnce(inZone));

    /// <summary>The last start that can still finish, and the first that can not.</summary>
    [Theory]
    [InlineData(-1, false, true)]
    [InlineData(0, false, true)]
    [InlineData(1, false, false)]
    [InlineData(0, true, false)]
    [Trait("RulePart", "MNT-03")]
    public void Plan_NearTheEnd_BeginsNothingThatCanNotFinish(int ticks, bool isStopped, bool begins)
    {
        var now = (FourHours.Closes - WaveOptions.Default.RunTime).PlusTicks(ticks);
        var wave = WavePlanner.Plan(FourHours, WaveOptions.Default, 10, [], Pending(1, _ => isStopped), now);

        Assert.Equal((begins ? 1 : 0, begins ? 0 : 1), (wave.Begin.Length, wave.CarriedOver.Length));
        Assert.Null(wave.LookAgainAt);
    }

    [Fact]
    [Trait("RulePart", "MNT-04")]
    public void Plan_CarriedOverFromEarlier_GoesFirst()
    {
        var older = new PendingUpdate(new("ws-z"), FourHours.Opens - Duration.FromDays(14), false);
        var wave = WavePlanner.Plan(FourHours, WaveOptions.Default, 3, [], Pending(2, _ => false).Add(older), FourHours.Opens);

        Assert.Equal("ws-z", Assert.Single(wave.Begin).WorkSpace.Value);
        Assert.Equal(FourHours.Opens + WaveOptions.Default.RunTime, wave.LookAgainAt);
    }

    [Fact]
    [Trait("RulePart", "MNT-03")]
    public void Plan_SlotsTaken_WaitsForTheFirstToEnd()
    {
        var ends = FourHours.Opens + Duration.FromMinutes(10);
        var wave = WavePlanner.Plan(FourHours, WaveOptions.Default, 3, [new(new("ws-x"), ends)], Pending(2, _ => false), FourHours.Opens);

        Assert.Empty(wave.Begin);
        Assert.Equal(ends, wave.LookAgainAt);
    }

    /// <summary>Woken, counting down, and the two readings of the rule (interactions 1 to 3).</summary>
    [Theory]
    [InlineData(null, PostMaintenanceStop.Immediate, "04-09 04:35")]
    [InlineData("04-09 04:30", PostMaintenanceStop.Immediate, "04-09 04:35")]
    [InlineData("04-09 05:10", PostMaintenanceStop.Immediate, "04-09 05:10")]
    [InlineData(null, PostMaintenanceStop.AfterPeriod, "04-09 05:35")]
    [Trait("RulePart", "RUN-06")]
    public void StopsAt_AfterMaintenance_IsCompletionOrTheDeadline(string? deadline, PostMaintenanceStop policy, string expected)
    {
        var due = deadline is null ? (Instant?)null : Script.At(deadline);

        Assert.Equal(Script.At(expected), AfterMaintenance.StopsAt(RunningMode.AutoStop, Script.At("04-09 04:35"), due, AutoStop.DefaultPeriod, policy));
        Assert.Null(AfterMaintenance.StopsAt(RunningMode.AlwaysOn, Script.At("04-09 04:35"), due, AutoStop.DefaultPeriod, policy));
    }

    private static (List<(Instant BeganAt, MaintenanceRun Run)> Done, ImmutableArray<PendingUpdate> Carried) Run(
        MaintenanceWindow window, WaveOptions options, int inZone, ImmutableArray<PendingUpdate> pending)
    {
        var done = new List<(Instant, MaintenanceRun Run)>();
        var carried = new List<PendingUpdate>();
        Instant? at = window.Opens;
        while (at is { } now)
        {
            var wave = WavePlanner.Plan(window, options, inZone, done.Select(d => d.Run), pending, now);
            done.AddRange(wave.Begin.Select(run => (now, run)));
            carried.AddRange(wave.CarriedOver);
            pending = pending.RemoveAll(update => wave.CarriedOver.Contains(update) || wave.Begin.Any(run => run.WorkSpace == update.WorkSpace));
            at = wave.LookAgainAt;
        }

        Assert.Empty(pending);
        return (done, [.. carried]);
    }

    private static ImmutableArray<PendingUpdate> Pending(int count, Func<int, bool> stopped) =>
        [.. Enumerable.Range(0, count).Select(i => new PendingUpdate(new WorkSpaceId($"ws-{i:000}"), FourHours.Opens - Duration.FromDays(2), stopped(i)))];
}
