using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>
/// Drops lines from the beginning of the journal. What bills need of them is folded into the WorkSpace's <see cref="Usage"/> first, in the
/// same transaction, so a bill comes out the same before and after. Thread-safe.
/// </summary>
public sealed class JournalTrim(FleetDatabase database)
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
        var lines = (await JournalRows.Read(read, cancellation)).TakeWhile(line => line.At < before).ToList();
        if (lines.Count == 0)
            return 0;
        foreach (var ofOne in lines.Where(line => line.Entity.Kind == EntityKind.WorkSpace).GroupBy(line => line.Entity.Key))
            await Fold(session, ofOne.Key, ofOne, BillingMonth.Of(before), cancellation);
        await session.Execute("Retention/DropLines", cancellation, ("until", lines[^1].Position.Value));
        await session.Execute("Views/Advance", cancellation, ("name", Trimmed), ("position", lines[^1].Position.Value));
        await session.Commit(cancellation);
        return lines.Count;
    }

    /// <summary>What bills need to know of a WorkSpace: of the lines that are kept, and of those that are not any more.</summary>
    public async Task<DesktopUsage> UsageOf(Core.Identity.WorkSpaceId id, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        var usage = await Opening(session, id.Value, cancellation);
        await using var read = session.Command(
            "Journal/ReadEntity", ("kind", nameof(EntityKind.WorkSpace)), ("key", id.Value), ("after", 0L), ("limit", int.MaxValue));
        return (await JournalRows.Read(read, cancellation)).Aggregate(usage, (so, line) => UsageFold.Evolve(so, line.Event, line.At));
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
