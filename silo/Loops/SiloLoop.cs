namespace DeskFleet.Silo.Loops;

/// <summary>
/// Something that a silo does again and again, from a stage of its life on until it ends: a pass, a pause, the next pass. Whatever fails a pass, such as a
/// database that is away, the next one tries again.
/// </summary>
/// <param name="watch">Told of rounds that fail; each loop says itself when one is complete.</param>
/// <param name="stage">One of <see cref="ServiceLifecycleStage"/>.</param>
/// <param name="pause">From the end of a pass to the next.</param>
public abstract class SiloLoop(LoopWatch watch, int stage, TimeSpan pause, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile TaskCompletionSource _bell = NewBell();
    private Task _passes = Task.CompletedTask;

    protected TimeProvider Time { get; } = time;

    protected LoopWatch Watch { get; } = watch;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(GetType().Name, stage, Start, Stop);

    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What must be done before the first pass, and must not fail.</summary>
    protected virtual Task Prepare(CancellationToken cancellation) => Task.CompletedTask;

    protected abstract Task Pass(CancellationToken cancellation);

    /// <summary>After the last pass, when the silo stops. What it throws is dropped: the silo stops all the same.</summary>
    protected virtual Task Ended() => Task.CompletedTask;

    /// <summary>Says that a pass failed.</summary>
    protected abstract void Failed(string obstacle);

    /// <summary>There is something to do: the next pass begins without a pause, unless the last one failed. Thread-safe.</summary>
    protected void Ring() => _bell.TrySetResult();

    private async Task Start(CancellationToken cancellation)
    {
        await Prepare(cancellation);
        _passes = Task.Run(Run, CancellationToken.None);
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _passes.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Ended().WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            _bell = NewBell();
            if (await Succeeds())
                await _bell.Task.WaitAsync(pause, Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else
                await Task.Delay(pause, Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Succeeds()
    {
        try
        {
            await Pass(_stop.Token);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was: the next pass tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (_stop.IsCancellationRequested)
                return false;
            Watch.Fail(e.Message);
            Failed(e.Message);
            return false;
        }
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
