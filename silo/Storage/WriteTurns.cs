namespace DeskFleet.Silo.Storage;

/// <summary>Lets one write at a time, in the order of asking. Thread-safe.</summary>
public sealed class WriteTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the turn; dispose what is returned to give it to the next.</summary>
    public async ValueTask<IDisposable> Take(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
