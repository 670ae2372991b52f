using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>One fault that was injected.</summary>
/// <param name="Subject">Whom it concerned; null: everybody.</param>
/// <param name="Until">When it was over; null: it was a moment.</param>
public sealed record InjectedFault(FaultKind Kind, string? Subject, Instant From, Instant? Until);

/// <summary>Which faults strike how often. Thread-safe.</summary>
/// <param name="rates">The chance at each opportunity, 0 to 1; classes that are missing never strike.</param>
public sealed class Faults(ImmutableDictionary<FaultKind, double> rates, Dice dice, IFleetClock clock)
{
    private readonly ConcurrentDictionary<Entity, long> _forgotten = [];
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _injected = [];

    /// <summary>False: nothing strikes, as in the setup and in the quiet phase.</summary>
    public bool IsActive { get; set; }

    /// <summary>In the order of striking.</summary>
    public IReadOnlyList<InjectedFault> Injected => _injected;

    public Dice Dice => dice;

    /// <summary>When the last effect of a fault that has struck so far is over.</summary>
    public Instant LastsUntil { get; private set; }

    /// <summary>How many units an owner has been told are over, by whichever silo: it remembers the last of them only.</summary>
    public long Forgotten(Entity owner) => _forgotten.GetValueOrDefault(owner);

    /// <summary>One more of the owner's units is over.</summary>
    public void Forget(Entity owner) => _forgotten.AddOrUpdate(owner, 1, (_, count) => count + 1);

    public bool IsOn(FaultKind kind) => rates.ContainsKey(kind);

    /// <summary>Whether a fault of this class strikes here and now; it is counted.</summary>
    /// <param name="until">When it is over; null: it is a moment.</param>
    public bool Strikes(FaultKind kind, string? subject = null, Instant? until = null)
    {
        if (!Draws(kind))
            return false;
        Note(kind, subject, until);
        return true;
    }

    /// <summary>How long a fault of this class lasts that strikes here and now; null: it does not strike.</summary>
    /// <param name="rarelyTo">One in three may last so long.</param>
    public Duration? Lasts(FaultKind kind, string? subject, Duration from, Duration to, Duration? rarelyTo = null)
    {
        if (!Draws(kind))
            return null;
        var length = dice.Between(from, rarelyTo is { } rare && dice.Next(3) == 0 ? rare : to);
        Note(kind, subject, clock.Now + length);
        return length;
    }

    /// <summary>Counts a fault that somebody else has decided on.</summary>
    public void Note(FaultKind kind, string? subject, Instant? until = null)
    {
        lock (_gate)
        {
            _injected.Add(new(kind, subject, clock.Now, until));
            LastsUntil = Instant.Max(LastsUntil, until ?? clock.Now);
        }
    }

    private bool Draws(FaultKind kind) => IsActive && rates.TryGetValue(kind, out var rate) && dice.Happens(rate);
}
