namespace DeskFleet.Silo.Tests.Support;

/// <summary>
/// Makes the machine a busy one while it lives: two threads a processor that only spin, so a thread that is ready waits until it is scheduled
/// and others overtake it. What depends on which thread comes first shows.
/// </summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Thread[] _threads;

    public BusyLoops()
    {
        _threads = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(Spin) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start(_over.Token);
    }

    public void Dispose()
    {
        _over.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        _over.Dispose();
    }

    private static void Spin(object? over)
    {
        var token = (CancellationToken)over!;
        while (!token.IsCancellationRequested)
            Thread.SpinWait(1000);
    }
}
