using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>How late something may be, because of what was done to the fleet meanwhile.</summary>
internal sealed class Allowance(ChaosEvidence evidence)
{
    private static readonly string[] HoldUp =
        [FaultKinds.TimersStopped, FaultKinds.WakesLate, FaultKinds.EffectsLate, FaultKinds.Unavailable, FaultKinds.LossNewsLate];

    private readonly FaultRecord[] _delays =
        [.. evidence.Faults.Where(fault => HoldUp.Contains(fault.Kind) && fault.Until is not null).OrderBy(fault => fault.From)];

    public JudgeBounds Bounds => evidence.Bounds;

    /// <summary>How far apart two instants of the log may be that were one.</summary>
    public Duration Skew { get; } = evidence.Faults.Any(fault => fault.Kind == FaultKinds.ClockSkew) ? evidence.Bounds.ClockSkew : Duration.Zero;

    /// <summary>The latest instant at which something that is due may still happen: nobody can act while he is held up.</summary>
    public Instant Latest(string entity, Instant due)
    {
        foreach (var delay in _delays)
        {
            if (delay.From <= due && due < delay.Until!.Value && (delay.Subject is null || delay.Subject == entity))
                due = delay.Until.Value;
        }

        return due + Skew;
    }
}
