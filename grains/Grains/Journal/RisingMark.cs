namespace DeskFleet.Grains.Journal;

/// <summary>A number that only grows, and a place to wait until it has. Thread-safe.</summary>
public sealed class RisingMark
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _risen = New();
    private long _value;

    public long Value => Volatile.Read(ref _value);

    /// <summary>A smaller or equal number changes nothing.</summary>
    public void Raise(long value)
    {
        TaskCompletionSource risen;
        lock (_gate)
        {
            if (value <= _value)
                return;
            Volatile.Write(ref _value, value);
            (risen, _risen) = (_risen, New());
        }

        risen.SetResult();
    }

    /// <summary>Waits until it is past the number, but not longer than <paramref name="wait"/>.</summary>
    public async Task Past(long value, TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        Task risen;
        lock (_gate)
        {
            if (_value > value)
                return;
            risen = _risen.Task;
        }

        if (wait <= TimeSpan.Zero)
            return;
        try
        {
            await risen.WaitAsync(wait, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing came: the caller sees for himself.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
