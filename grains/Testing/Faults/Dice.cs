using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>A stream of chance from a seed (SplitMix64). Who throws in the same order throws the same. Thread-safe.</summary>
public sealed class Dice(ulong seed)
{
    private const double Step53 = 1.0 / (1L << 53);

    private readonly Lock _gate = new();
    private ulong _state = seed;

    /// <summary>Even in 0 to <paramref name="sides"/> - 1.</summary>
    /// <param name="sides">1 or more.</param>
    public int Next(int sides) => (int)(((Bits() >> 32) * (ulong)sides) >> 32);

    /// <summary>Even from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to) => from + Next(to - from + 1);

    /// <summary>Even between two durations, in whole seconds.</summary>
    public Duration Between(Duration from, Duration to) => from + Duration.FromSeconds(Next((int)(to - from).TotalSeconds + 1));

    /// <param name="share">0: never; 1: always.</param>
    public bool Happens(double share) => share > 0 && (Bits() >> 11) * Step53 < share;

    /// <param name="from">Not empty.</param>
    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    private ulong Bits()
    {
        lock (_gate)
            _state += 0x9e3779b97f4a7c15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
}
