using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>
/// Takes note of a figure when an instant is over. Within one it may pass through values that never were: who is moved from one host to another
/// is on both, or on none, between two events.
/// </summary>
/// <param name="note">Is called with each instant at which something has changed, when a later one begins.</param>
internal sealed class EndOfInstant(Action<Instant> note)
{
    private Instant? _changed;

    /// <summary>Something is about to change.</summary>
    public void Changing(Instant at)
    {
        Reach(at);
        _changed = at;
    }

    /// <summary>Time is at this instant, at which more may change.</summary>
    public void Reach(Instant now)
    {
        if (_changed is { } at && at < now)
            Close();
    }

    /// <summary>Nothing more happens at the last instant.</summary>
    public void Close()
    {
        if (_changed is not { } at)
            return;
        _changed = null;
        note(at);
    }
}
