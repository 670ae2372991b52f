using NodaTime;

namespace DeskFleet.Silo.Storage;

/// <summary>How the scan for due records works; constants, because no measurement asked for other values.</summary>
public static class WakeScanOptions
{
    /// <summary>Between two passes. So late an entity is that no timer of this process knows of.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>The timers of the entities' own activations come first: the scan looks only at what they have missed by this much.</summary>
    public static readonly Duration Grace = Duration.FromSeconds(2);

    /// <summary>After the death of a silo: everything that is due within so long, which is at least every record that owes effects.</summary>
    public static readonly Duration Ahead = Duration.FromSeconds(30);

    /// <summary>For so long after it, because the first pass may come before the others know of the death.</summary>
    public static readonly Duration LooksAheadFor = Duration.FromSeconds(15);

    /// <summary>An entity that was woken and still asks for the same wake is told again only after this.</summary>
    public static readonly Duration SendAgainAfter = Duration.FromSeconds(30);

    /// <summary>Rows a query.</summary>
    public const int Batch = 500;

    /// <summary>Entities being woken at a time.</summary>
    public const int AtOnce = 64;
}
