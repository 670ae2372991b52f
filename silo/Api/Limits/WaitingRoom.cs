namespace DeskFleet.Silo.Api.Limits;

/// <summary>
/// Holds up the answers of those who ask too much: whoever waits for one before he asks again is slowed to what can be borne, and nobody else pays for it. Thread-safe.
/// </summary>
/// <param name="most">Who waits at a time.</param>
internal sealed class WaitingRoom(int most, TimeProvider time)
{
    private int _waiting;

    /// <summary>Holds one up.</summary>
    /// <returns>False: there is no room for him.</returns>
    public async Task<bool> Hold(TimeSpan delay, CancellationToken gone)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > most)
                return false;
            await Task.Delay(delay, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
