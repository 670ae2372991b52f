using DeskFleet.Core.Chances;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Who carries out what <see cref="Havoc"/> plans.</summary>
public sealed record Hands(ChaosCallers Callers, IChaosEngine Engine, ChaosReports Reports, ChaosStore Store);

/// <summary>The faults that come at a time of their own: hosts and zones, clocks, stopped timers.</summary>
public sealed class Havoc(ChaosSettings settings, ChaosTime time, Faults faults, TimerStops stops)
{
    /// <summary>How soon who watches the machines says it again, at least: from then on he is believed (PLC-07).</summary>
    private static readonly Duration SaidAgainAfter = Duration.FromSeconds(61);

    private readonly Dice _dice = new(new Chance(settings.Seed).Of("havoc").Key);

    /// <summary>Apart from the other, so that what is drawn here changes no other draw of a seed.</summary>
    private readonly Dice _watchers = new(new Chance(settings.Seed).Of("watchers").Key);

    /// <summary>Puts everything of a seed on the time line.</summary>
    public void Plan(Instant from, Instant until, ChaosFleet fleet, Hands hands)
    {
        var hours = Math.Max(1, (int)settings.FaultPhase.TotalHours);
        if (faults.IsOn(FaultKind.HostDown))
        {
            for (var i = 0; i < 2 + (hours / 3); i++)
                Break(Moment(from, until), fleet, hands, $"havoc-{i}");
        }

        if (faults.IsOn(FaultKind.ClockApart) || faults.IsOn(FaultKind.ClockSetBack))
        {
            for (var i = 0; i < 1 + (hours / 2); i++)
                SetClock(Moment(from, until), until, hands);
        }

        if (faults.IsOn(FaultKind.TimersStopped))
            StopTimers(Moment(from, until), until);
    }

    private Instant Moment(Instant from, Instant until) => from + Duration.FromSeconds(_dice.Next((int)(until - from).TotalSeconds));

    /// <summary>
    /// A host or a zone is lost or drained, and comes back some time later, or with the relief. Who watches the machines may be blind himself: then he reports
    /// all of them lost, in both zones, which the brake holds.
    /// </summary>
    private void Break(Instant at, ChaosFleet fleet, Hands hands, string caller)
    {
        var zone = _dice.Pick(ChaosFleet.Zones);
        var hosts = fleet.Hosts().ToList();
        var chosen = _dice.Next(5) == 0 ? hosts.Where(host => host.Value.Contains(zone.Value, StringComparison.Ordinal)).ToList() : [_dice.Pick(hosts)];
        Command down = _dice.Next(3) == 0 ? new DrainHost() : _watchers.Next(3) == 0 ? new ReportHostLost("no answer") : new LoseHost("power");
        if (down is ReportHostLost && _watchers.Next(3) == 0)
            chosen = hosts;
        var back = at + Duration.FromMinutes(_dice.Between(1, 300));
        foreach (var host in chosen)
        {
            time.At(at, caller, async () =>
            {
                if (!faults.IsActive)
                    return;
                faults.Note(FaultKind.HostDown, host.Value, back);
                if (down is not DrainHost && faults.Strikes(FaultKind.ZombieHost, host.Value))
                    Haunt(host, hands);
                await hands.Callers.Ask($"{caller} {host}", new(Entity.Of(host), down));
            });
            if (down is ReportHostLost && _watchers.Next(2) == 0)
                time.At(at + SaidAgainAfter + Duration.FromSeconds(_watchers.Next(600)), caller, () => Say(host, down, hands, $"{caller} {host} again"));
            time.At(back, caller, () => hands.Callers.Ask($"{caller} {host} back", new(Entity.Of(host), new ReturnHost())));
        }
    }

    private async ValueTask Say(HostId host, Command again, Hands hands, string caller)
    {
        if (faults.IsActive)
            await hands.Callers.Ask(caller, new(Entity.Of(host), again));
    }

    private static void Haunt(HostId host, Hands hands)
    {
        if (hands.Store.Find(Entity.Of(host)) is not EntityRecord<HostState> record)
            return;
        foreach (var occupant in record.State.Occupants)
            hands.Reports.Haunt(occupant.WorkSpace);
    }

    private void SetClock(Instant at, Instant until, Hands hands)
    {
        var (silo, offset) = (_dice.Next(settings.Silos), Duration.FromSeconds(_dice.Between(-30, 30)));
        time.At(at, "a clock is set", () =>
        {
            if (faults.IsActive)
            {
                faults.Note(faults.IsOn(FaultKind.ClockApart) ? FaultKind.ClockApart : FaultKind.ClockSetBack, null, until);
                hands.Engine.SetClock(silo, offset);
            }

            return ValueTask.CompletedTask;
        });
    }

    private void StopTimers(Instant at, Instant until)
    {
        var end = Instant.Min(until, at + Duration.FromMinutes(_dice.Between(20, 240)));
        time.At(at, "timers stop", () =>
        {
            if (faults.IsActive)
            {
                faults.Note(FaultKind.TimersStopped, null, end);
                stops.Until(end);
            }

            return ValueTask.CompletedTask;
        });
    }
}
