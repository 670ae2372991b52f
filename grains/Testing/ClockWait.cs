namespace DeskFleet.Testing;

/// <summary>Somebody waits until the fleet's clock is at a moment. It ends once: there, or when he gives up. Thread-safe.</summary>
/// <param name="then">What happens when the clock is there, while it stands still.</param>
internal sealed class ClockWait(Action? then = null)
{
    private int _over;

    public bool IsOver => Volatile.Read(ref _over) == 1;

    /// <summary>The clock is there. A wait that is over already stays as it is.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
            then?.Invoke();
    }

    /// <summary>Nobody waits any more.</summary>
    public void GiveUp() => Interlocked.Exchange(ref _over, 1);
}
