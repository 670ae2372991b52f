using System.Data.Common;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>
/// Drops lines from the beginning of the journal. What bills need of them is folded into the WorkSpace's <see cref="Usage"/> first, in the
/// same transaction, so a bill comes out the same before and after. Lines that cannot be read or folded stay. Thread-safe.
/// </summary>
public sealed class JournalTrim(FleetDatabase database, LoopBook loops)
{
    /// <summary>Lines a transaction.</summary>
    public const int Batch = 500;

    private const string Trimmed = "trimmed";

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Drops some lines that are older than the instant, as far as the view has folded them.</summary>
    /// <returns>How many; 0: there are no more, or another silo is at it.</returns>
    public async Task<int> Step(Instant before, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        if (await session.Scalar("Views/Begin", cancellation, ("name", Trimmed)) is not { } from)
            return 0;
        var folded = await session.Scalar("Views/Position", cancellation, ("name", "workspace"));
        await using var read = session.Command("Journal/Read", ("after", from), ("until", folded ?? 0L), ("limit", Batch));
        var page = await JournalRows.Read(read, loops.Retention, cancellation);
        var lines = page.Lines.TakeWhile(line => line.At < before).ToList();
        // A line that cannot be read has no time: it is as old as what comes after it.
        var until = lines.Count == page.Lines.Length && page.Count == Batch ? page.Last : lines.LastOrDefault()?.Position;
        if (until is not { } last)
            return 0;
        var kept = page.Odd.Select(line => line.Position.Value).ToList();
        foreach (var ofOne in lines.Where(line => line.Entity.Kind == EntityKind.WorkSpace).GroupBy(line => line.Entity.Key))
        {
            if (!await Folds(session, ofOne.Key, ofOne, BillingMonth.Of(before), cancellation))
                kept.AddRange(ofOne.Select(line => line.Position.Value));
        }

        await session.Execute("Retention/DropLines", cancellation, ("after", from), ("until", last.Value), ("kept", JsonSerializer.Serialize(kept)));
        await session.Execute("Views/Advance", cancellation, ("name", Trimmed), ("position", last.Value));
        await session.Commit(cancellation);
        return page.Count;
    }

    /// <returns>False: the WorkSpace's usage is odd, and it and its lines are left as they are.</returns>
    private async Task<bool> Folds(WriteSession session, string id, IEnumerable<JournalEntry> lines, BillingMonth kept, CancellationToken cancellation)
    {
        try
        {
            await Fold(session, id, lines, kept, cancellation);
            return true;
        }
#pragma warning disable CA1031 // Text in a table can be wrong in every way there is; what the database refuses ends the round.
        catch (Exception e) when (e is not DbException and not OperationCanceledException)
#pragma warning restore CA1031
        {
            loops.Retention.Skip($"usage of {id}", e);
            return false;
        }
    }

    /// <summary>What bills need to know of a WorkSpace: of the lines that are kept, and of those that are not any more.</summary>
    public async Task<DesktopUsage> UsageOf(Core.Identity.WorkSpaceId id, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        var usage = await Opening(session, id.Value, cancellation);
        await using var read = session.Command(
            "Journal/ReadEntity", ("kind", nameof(EntityKind.WorkSpace)), ("key", id.Value), ("after", 0L), ("limit", int.MaxValue));
        return (await JournalRows.Read(read, loops.Retention, cancellation)).Lines.Aggregate(usage, (so, line) => UsageFold.Evolve(so, line.Event, line.At));
    }

    private static async Task Fold(WriteSession session, string id, IEnumerable<JournalEntry> lines, BillingMonth kept, CancellationToken cancellation)
    {
        var usage = lines.Aggregate(await Opening(session, id, cancellation), (so, line) => UsageFold.Evolve(so, line.Event, line.At)).From(kept);
        if (usage.Usage.TerminatedAt < kept.Start)
        {
            // Nothing more is ever billed for it: neither its usage nor the trace of its id is needed.
            await session.Execute("Retention/DropUsage", cancellation, ("id", id));
            await session.Execute("Retention/ForgetTerminated", cancellation, ("id", id));
            await Records.Drop(session, new(EntityKind.WorkSpace, id), cancellation);
            return;
        }

        await session.Execute("Retention/StoreUsage", cancellation, ("id", id), ("usage", JsonSerializer.Serialize(usage, FleetJson.Options)));
    }

    private static async Task<DesktopUsage> Opening(WriteSession session, string id, CancellationToken cancellation) =>
        await session.Scalar("Retention/LoadUsage", cancellation, ("id", id)) is string json
            ? JsonSerializer.Deserialize<DesktopUsage>(json, FleetJson.Options)!
            : DesktopUsage.Unlaunched(new(id));
}
