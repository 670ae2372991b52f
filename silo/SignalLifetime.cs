using System.Runtime.InteropServices;

namespace DeskFleet.Silo;

/// <summary>
/// SIGTERM, SIGINT and SIGQUIT stop the silo. Not in the middle of its start: half a member of a cluster cannot take its leave, so the start is finished first,
/// for at most <see cref="StartTime"/>.
/// </summary>
internal sealed class SignalLifetime(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    /// <summary>A start takes seconds; one that takes longer waits for somebody else and is given up.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);

    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _started.TrySetResult());
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _signals.Add(PosixSignalRegistration.Create(signal, Stop));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = Task.WhenAny(_started.Task, Task.Delay(StartTime)).ContinueWith(_ => lifetime.StopApplication(), TaskScheduler.Default);
    }
}
