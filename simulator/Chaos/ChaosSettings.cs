using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>What a seed is like: how large, how long, and what strikes it. Drawn by <see cref="Draw"/>, made smaller by the shrinker.</summary>
/// <param name="Start">When the fleet is set up.</param>
/// <param name="FaultPhase">How long people, administrators and faults go on.</param>
/// <param name="Desktops">Users with a desktop of their own; 1 or more.</param>
/// <param name="Operations">What administrators and probes do, besides people's sessions; 0 or more.</param>
/// <param name="Rates">How often a class of faults strikes at each opportunity; one that is missing is off.</param>
/// <param name="Overlaps">Turns of different entities are under way at once.</param>
public sealed record ChaosSettings(
    ulong Seed, string Profile, Instant Start, Duration FaultPhase, int Desktops, int Operations, ImmutableDictionary<FaultKind, double> Rates, bool Overlaps)
{
    /// <summary>Profiles by name.</summary>
    public static IReadOnlyList<string> Profiles { get; } = ["small", "large", "calm"];

    /// <summary>How often everybody comes at once; then there are few hosts.</summary>
    public int Rushes { get; init; }

    /// <summary>Hosts of the account in each zone.</summary>
    public int HostsPerZone { get; init; }

    /// <summary>Most desktops of the account at a time; fewer than there are users in some seeds.</summary>
    public int Quota { get; init; }

    /// <summary>Seats of the key.</summary>
    public int KeySeats { get; init; }

    public int ReserveHosts { get; init; }

    public int Silos { get; init; }

    /// <summary>Chances of the driver to fail, to stall and to say it twice.</summary>
    public double DriverFaults { get; init; }

    /// <summary>For tests of what comes after a failure: the run is said to have one.</summary>
    internal bool PlantsViolation { get; init; }

    /// <summary>Draws a seed.</summary>
    /// <param name="profile">One of <see cref="Profiles"/>: <c>calm</c> has no faults at all.</param>
    public static ChaosSettings Draw(ulong seed, string profile)
    {
        var dice = new Dice(new Chance(seed).Of("settings").Key);
        var (desktops, hours, operations) = profile == "large"
            ? (dice.Between(8, 24), dice.Between(16, 60), dice.Between(80, 200))
            : (dice.Between(2, 7), dice.Pick([6, 8, 12, 16, 24, 36]), dice.Between(20, 60));
        var rush = new Dice(new Chance(seed).Of("rushes").Key);
        var rushes = rush.Happens(0.3) ? rush.Between(1, 2) : 0;
        var rates = profile == "calm" ? ImmutableDictionary<FaultKind, double>.Empty : DrawRates(dice);
        return new(seed, profile, DrawStart(dice, hours), Duration.FromHours(hours), desktops, operations, rates, profile != "calm" && dice.Happens(0.8))
        {
            Rushes = rushes,
            HostsPerZone = Math.Min(dice.Between(1, 3), rushes > 0 ? 1 : 3),
            Quota = dice.Happens(0.3) ? Math.Max(1, desktops - dice.Between(0, 2)) : desktops + (rushes > 0 ? 40 : 10),
            KeySeats = dice.Happens(0.4) ? dice.Between(0, 2) : 30,
            ReserveHosts = dice.Happens(0.3) ? 1 : 0,
            Silos = dice.Between(1, 3),
            DriverFaults = profile == "calm" ? 0 : dice.Pick([0, 0.03, 0.1, 0.25]),
        };
    }

    /// <summary>Around a Sunday's window, a month's end, a change of the clocks, or any day.</summary>
    private static Instant DrawStart(Dice dice, int hours)
    {
        var latest = Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromDays(dice.Next(60)) + Duration.FromHours(dice.Next(24));
        var lead = Duration.FromHours(dice.Next(Math.Max(1, hours - 2)));
        return dice.Next(6) switch
        {
            0 or 1 => Instant.FromUtc(2026, 3, 1, 5, 0) + Duration.FromDays(7 * dice.Next(8)) - lead,
            2 => Instant.FromUtc(2026, 4, 1, 0, 0) - lead,
            3 => Instant.FromUtc(2026, 3, 8, 7, 0) - lead,
            _ => latest,
        };
    }

    private static ImmutableDictionary<FaultKind, double> DrawRates(Dice dice)
    {
        var rates = ImmutableDictionary.CreateBuilder<FaultKind, double>();
        foreach (var (kind, rate) in Usual)
        {
            if (dice.Happens(0.45))
                rates[kind] = rate * dice.Pick([0.3, 1, 1, 3]);
        }

        // A seed on which next to nothing strikes says nothing.
        if (rates.Count < 6)
            rates[FaultKind.WriteFails] = rates[FaultKind.WriteDoubtful] = rates[FaultKind.AnswerLost] = 0.02;
        return rates.ToImmutable();
    }

    /// <summary>At each opportunity; a seed has some thousand calls.</summary>
    private static IEnumerable<(FaultKind Kind, double Rate)> Usual =>
    [
        (FaultKind.WriteFails, 0.02),
        (FaultKind.WriteDoubtful, 0.02),
        (FaultKind.SiloKilled, 0.0004),
        (FaultKind.SecondActivation, 0.012),
        (FaultKind.CallLost, 0.008),
        (FaultKind.AnswerLost, 0.008),
        (FaultKind.CallSlow, 0.01),
        (FaultKind.WakeLost, 0.2),
        (FaultKind.WakeLate, 0.1),
        (FaultKind.WakeDoubled, 0.2),
        (FaultKind.TimersStopped, 1),
        (FaultKind.EffectDoubled, 0.1),
        (FaultKind.EffectLate, 0.03),
        (FaultKind.EffectStale, 0.05),
        (FaultKind.LossNewsLate, 0.5),
        (FaultKind.ReportLost, 0.05),
        (FaultKind.ReportLate, 0.1),
        (FaultKind.ReportDoubled, 0.15),
        (FaultKind.ReportStale, 0.15),
        (FaultKind.GuestUnhealthy, 0.1),
        (FaultKind.ZombieHost, 0.7),
        (FaultKind.CallerRepeats, 0.2),
        (FaultKind.CallerGivesUp, 0.3),
        (FaultKind.IdReused, 0.05),
        (FaultKind.ClockApart, 1),
        (FaultKind.ClockSetBack, 1),
        (FaultKind.PortSlow, 0.05),
        (FaultKind.PortWrong, 0.05),
        (FaultKind.PortAway, 0.05),
        (FaultKind.HostDown, 1),
    ];
}
