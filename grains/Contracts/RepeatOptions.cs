namespace DeskFleet.Contracts;

/// <summary>How a client repeats what is not answered or rejected. Operations are repeated under their own id, so nothing happens twice.</summary>
public sealed record RepeatOptions
{
    public const int MaxPossibleCalls = 1000;

    public static RepeatOptions Default { get; } = new();

    /// <summary>After so long without an answer a call goes out again, by another gateway; each further wait is half as long again. More than 0; 1 s unless set.</summary>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often one call goes out at most, the first time included; 1 to 1,000; 30 unless set.</summary>
    public int MaxCalls { get; init; } = 30;

    /// <summary>How long the caller waits for an answer in all; more than 0; 30 s unless set. A kill of all silos at once is over in less.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">A setting is outside its range; the message says the mend.</exception>
    internal void Validate()
    {
        if (HedgeAfter <= TimeSpan.Zero)
            throw new ArgumentException($"Going out again after {HedgeAfter} is not possible; give more than 0.");
        if (MaxCalls is < 1 or > MaxPossibleCalls)
            throw new ArgumentException($"{MaxCalls} calls are not possible; give 1 to {MaxPossibleCalls}.");
        if (TotalTime <= TimeSpan.Zero)
            throw new ArgumentException($"A total time of {TotalTime} is not possible; give more than 0.");
    }
}
