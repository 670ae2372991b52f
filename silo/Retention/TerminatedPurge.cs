using System.Data.Common;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Retention;

/// <summary>Purges the records of WorkSpaces that were TERMINATED long ago. Their lines stay as long as the journal does, for bills. Thread-safe.</summary>
public sealed class TerminatedPurge(FleetDatabase database, LoopBook loops)
{
    /// <summary>Records a transaction.</summary>
    public const int Batch = 100;

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Purges all that were terminated before the instant. Two silos at it at once do no harm.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Round(Instant before, CancellationToken cancellation)
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        for (var sum = 0; ;)
        {
            var (purged, found) = await Step(before, passed, cancellation);
            sum += purged;
            if (found == 0)
                return sum;
        }
    }

    /// <summary>Purges some that were terminated before the instant.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Step(Instant before, CancellationToken cancellation) => (await Step(before, [], cancellation)).Purged;

    /// <param name="passed">Those that this round has passed over: they cannot be read, or have written meanwhile.</param>
    private async Task<(int Purged, int Found)> Step(Instant before, HashSet<string> passed, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        var ids = await session.Column(
            "Retention/ToPurge", cancellation, ("before", InstantPattern.ExtendedIso.Format(before)), ("passed", JsonSerializer.Serialize(passed)), ("limit", Batch));
        var purged = 0;
        foreach (var id in ids)
        {
            if (!await Shrinks(session, id, cancellation))
            {
                passed.Add(id);
                continue;
            }

            await session.Execute("Retention/MarkPurged", cancellation, ("id", id));
            purged++;
        }

        await session.Commit(cancellation);
        return (purged, ids.Count);
    }

    private async Task<bool> Shrinks(WriteSession session, string id, CancellationToken cancellation)
    {
        try
        {
            return await Records.Shrink(session, id, cancellation);
        }
#pragma warning disable CA1031 // Bytes in a table can be wrong in every way there is; what the database refuses ends the round.
        catch (Exception e) when (e is not DbException and not OperationCanceledException)
#pragma warning restore CA1031
        {
            loops.Retention.Skip(new Entity(EntityKind.WorkSpace, id), e);
            return false;
        }
    }
}
