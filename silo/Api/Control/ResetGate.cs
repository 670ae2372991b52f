namespace DeskFleet.Silo.Api.Control;

/// <summary>
/// Lets callers in, and holds them while the fleet begins anew. Who is in the middle of a call is waited for; who comes meanwhile waits, and is then
/// answered by the new fleet. Thread-safe.
/// </summary>
internal sealed class ResetGate
{
    private readonly Lock _gate = new();
    private int _inside;

    /// <summary>Ends when it opens again; null: it is open.</summary>
    private TaskCompletionSource? _closed;

    /// <summary>Ends when the last is out; null: it is open.</summary>
    private TaskCompletionSource? _empty;

    /// <summary>One call: in, to its end, and out.</summary>
    public async Task Pass(Func<Task> call)
    {
        while (Enter() is { } closed)
            await closed;
        try
        {
            await call();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets nobody in any more and waits until all are out, at most for <paramref name="patience"/>. <see cref="Open"/> follows.</summary>
    /// <returns>False: somebody has closed it already.</returns>
    public async Task<bool> TryClose(TimeSpan patience)
    {
        Task empty;
        lock (_gate)
        {
            if (_closed is not null)
                return false;
            (_closed, _empty) = (NewSource(), NewSource());
            if (_inside == 0)
                _empty.SetResult();
            empty = _empty.Task;
        }

        await Task.WhenAny(empty, Task.Delay(patience));
        return true;
    }

    /// <summary>Ends when it is open; at once where it is.</summary>
    public Task WhenOpen()
    {
        lock (_gate)
            return _closed?.Task ?? Task.CompletedTask;
    }

    public void Open()
    {
        TaskCompletionSource closed;
        lock (_gate)
        {
            closed = _closed!;
            (_closed, _empty) = (null, null);
        }

        closed.SetResult();
    }

    /// <summary>Null: in.</summary>
    private Task? Enter()
    {
        lock (_gate)
        {
            if (_closed is not null)
                return _closed.Task;
            _inside++;
            return null;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_inside == 0)
                _empty?.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
