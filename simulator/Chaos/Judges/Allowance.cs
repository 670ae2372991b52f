using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>How late something may be, because of what was done to the fleet meanwhile.</summary>
internal sealed class Allowance(ChaosEvidence evidence)
{
    private static readonly string[] HoldUp =
        [FaultKinds.TimersStopped, FaultKinds.WakesLate, FaultKinds.EffectsLate, FaultKinds.Unavailable, FaultKinds.LossNewsLate];

    private readonly FaultRecord[] _delays =
        [
            .. evidence.Faults.Where(fault => HoldUp.Contains(fault.Kind) && fault.Until is not null)
                .Concat(Stale(evidence))
                .OrderBy(fault => fault.From),
        ];

    private readonly Duration _slack = evidence.Faults.Any(fault => fault.Kind != FaultKinds.TimersStopped) ? evidence.Bounds.Slack : Duration.Zero;

    private readonly ILookup<string, FaultRecord> _stale = Stale(evidence).Where(fault => fault.Subject is not null).ToLookup(fault => fault.Subject!);

    private readonly Duration _skew = evidence.Faults.Any(fault => fault.Kind == FaultKinds.ClockSkew) ? evidence.Bounds.ClockSkew : Duration.Zero;

    private readonly FaultRecord[] _untrue = [.. evidence.Faults.Where(fault => fault.Kind == FaultKinds.AnsweredWrong)];

    public JudgeBounds Bounds => evidence.Bounds;

    /// <summary>How far apart two clocks may be.</summary>
    public Duration ClockSkew => _skew;

    /// <summary>How far apart two instants of the log may be that were one, or that were told to one another by calls that take their time.</summary>
    public Duration Skew => _skew + _slack;

    /// <summary>The latest instant at which something that is due may still happen: nobody can act while he is held up.</summary>
    public Instant Latest(string entity, Instant due)
    {
        foreach (var delay in _delays)
        {
            if (delay.From <= due + Skew && due < delay.Until!.Value && (delay.Subject is null || delay.Subject == entity))
                due = delay.Until.Value;
        }

        return due + Skew;
    }

    /// <summary>From when on an answer of this moment may be true that is not true any more; the moment itself where there is no reason for it.</summary>
    public Instant Since(string entity, Instant at)
    {
        foreach (var stale in _stale[entity])
        {
            if (stale.From <= at && at < stale.Until!.Value)
                at = stale.From;
        }

        return at - Skew;
    }

    /// <summary>A second activation, and as long as the one that is left may not know what the other wrote.</summary>
    private static IEnumerable<FaultRecord> Stale(ChaosEvidence evidence) =>
        from fault in evidence.Faults
        where fault.Kind == FaultKinds.SecondActivation
        select fault with { Until = (fault.Until ?? fault.From) + evidence.Bounds.StaleFor };

    /// <summary>Whether somebody outside may have given a wrong answer about this.</summary>
    public bool WasToldWrong(Instant at) =>
        _untrue.Any(fault => fault.From <= at + Skew && at <= (fault.Until ?? fault.From) + Skew);
}
