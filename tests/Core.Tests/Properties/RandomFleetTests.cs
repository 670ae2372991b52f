using CsCheck;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Properties;

/// <summary>Whatever people, hosts and the driver do in whatever order, the rules hold. A failure prints the steps and the seed.</summary>
public sealed class RandomFleetTests
{
    /// <summary>Three desktops fit on a host and one may start at a time, so that queues form.</summary>
    private static readonly HostType Narrow = new("narrow", new(6, 12 * 1024, 0), StartSlots: 1);

    private static readonly Gen<(Step[] Steps, int Temper)> Histories = Gen.Select(Step.Any.Array[5, 60], Gen.Int[0, 10]);

    private static readonly Gen<(Step[] Steps, int Temper)> LongHistories = Gen.Select(Step.Any.Array[60, 100], Gen.Int[0, 10]);

    private static readonly Trigger[] WithCommand =
    [
        Trigger.LaunchAccepted, Trigger.Provisioned, Trigger.ProvisioningFailed, Trigger.CapacityNotFound, Trigger.StartAccepted,
        Trigger.Started, Trigger.StartedUnhealthy, Trigger.StartFailed, Trigger.StartStalled, Trigger.StopAccepted, Trigger.AutoStopDue,
        Trigger.StopDone, Trigger.StopFailed, Trigger.RebootAccepted, Trigger.Rebooted, Trigger.RebootFailed,
        Trigger.RebuildAccepted, Trigger.Rebuilt, Trigger.RebuildFailed, Trigger.AdminMaintenanceBegan, Trigger.AdminMaintenanceEnded,
        Trigger.CaptureBegan, Trigger.CaptureDone, Trigger.CaptureFailed,
        Trigger.RestoreAccepted, Trigger.Restored, Trigger.RestoreFailed, Trigger.MaintenanceBegan, Trigger.MaintenanceDone,
        Trigger.MaintenanceDoneStop, Trigger.MaintenanceFailed, Trigger.Failed, Trigger.RecoveryFailed,
        Trigger.HealthLost, Trigger.HealthRegained, Trigger.HostLost, Trigger.TerminateAccepted, Trigger.TerminateDone,
    ];

    [Fact]
    [Trait("Rule", "PLC-07")]
    [Trait("Rule", "WKS-05")]
    public void Fleet_AnyHistory_KeepsItsRules() => Histories.Sample(history =>
    {
        var fleet = Play(history.Steps, history.Temper, repeats: 1);
        RestAndCheck(fleet);
    }, iter: 150, threads: 1);

    [Fact]
    public void Fleet_EveryDeliveryDoubled_KeepsItsRules() => Histories.Sample(history =>
    {
        var fleet = Play(history.Steps, history.Temper, repeats: 2);
        RestAndCheck(fleet);
    }, iter: 150, threads: 1);

    [Fact]
    public void Fleet_AnyHistory_FoldsToTheSameFromItsEvents() => Histories.Sample(
        history => FleetChecks.FoldsAgain(Play(history.Steps, history.Temper, repeats: 1)), iter: 100, threads: 1);

    [Fact]
    [Trait("Rule", "PLC-02")]
    public void Directory_LaunchOnlyHistory_DiffersByAtMostOne() => Gen.Int[1, 12].Array[1, 24].Sample(numbers =>
    {
        var fleet = TinyFleet.With(HostType.General, 1, 1);
        foreach (var number in numbers)
        {
            fleet.Launch(number);
            Assert.InRange(fleet.Directory.Count(Names.ZoneA) - fleet.Directory.Count(Names.ZoneB), -1, 1);
        }
    }, iter: 100, threads: 1);

    /// <summary>A property that never meets the rare branches proves little: these are the moves that commands can bring about.</summary>
    [Fact]
    public void Histories_FromFixedSeeds_ReachEveryMoveThatThereIsACommandFor()
    {
        var met = new HashSet<Trigger>();
        for (var seed = 0UL; seed < 600; seed++)
        {
            var history = LongHistories.Generate(new PCG(0, seed), null, out _);
            met.UnionWith(Play(history.Steps, history.Temper, repeats: 1).Journal.Select(line => line.Event).OfType<StateChanged>().Select(e => e.On));
        }

        Assert.Empty(WithCommand.Except(met));
    }

    private static TinyFleet Play(Step[] steps, int temper, int repeats)
    {
        var fleet = TinyFleet.With(Narrow, hostsInA: 1, hostsInB: 2, quota: Step.Desks - 1, repeats: repeats);
        fleet.Driver.Mood = order => Step.MoodOf(order, temper);
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Operation(Names.Operation(2 * i)) is { } operation)
                Operate(fleet, steps[i], operation, i);
            else
                steps[i].Take(fleet);
            FleetChecks.HoldsAlways(fleet);
        }

        return fleet;
    }

    /// <summary>Deciding twice is deciding once: under the same id with the same answer, and under a new id with the same state.</summary>
    private static void Operate(TinyFleet fleet, Step step, Operation operation, int number)
    {
        var target = Entity.Of(step.Desk);
        var reply = fleet.Send(target, operation);
        var after = fleet.WorkSpace(step.Desk);
        Assert.Equal(StateText.Of(reply), StateText.Of(fleet.Send(target, operation)));
        Assert.Equal(after, fleet.WorkSpace(step.Desk));
        if (reply is not Refused)
            fleet.Send(target, step.Operation(Names.Operation((2 * number) + 1))!);
        Assert.Equal(after, fleet.WorkSpace(step.Desk));
        fleet.DeliverAll();
    }

    /// <summary>Two days pass, in which the last recovery is over, and nothing new happens; the driver does as it is told from now on.</summary>
    private static void RestAndCheck(TinyFleet fleet)
    {
        fleet.Driver.Mood = _ => DriverMood.Obeys;
        fleet.Run(Duration.FromDays(2));
        FleetChecks.HoldsAlways(fleet);
        FleetChecks.HoldsAtRest(fleet);
        Assert.All(fleet.WorkSpaces, desk => Assert.False(desk.Lifecycle.IsTransitional(), $"{desk.Id} is still {desk.Lifecycle}."));
        Assert.All(fleet.WorkSpaces, desk => Assert.False(desk.AutoStopAt <= fleet.Now, $"{desk.Id} was not stopped."));
    }
}
