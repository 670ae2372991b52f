using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Retention;

/// <summary>Purges the records of WorkSpaces that were TERMINATED long ago. Their lines stay as long as the journal does, for bills. Thread-safe.</summary>
public sealed class TerminatedPurge(FleetDatabase database)
{
    /// <summary>Records a transaction.</summary>
    public const int Batch = 100;

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Purges some that were terminated before the instant. Two silos at it at once do no harm.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Step(Instant before, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        var ids = await session.Column(
            "Retention/ToPurge", cancellation, ("before", InstantPattern.ExtendedIso.Format(before)), ("limit", Batch));
        var purged = 0;
        foreach (var id in ids)
        {
            if (!await Records.Shrink(session, id, cancellation))
                continue;
            await session.Execute("Retention/MarkPurged", cancellation, ("id", id));
            purged++;
        }

        await session.Commit(cancellation);
        return purged;
    }
}
