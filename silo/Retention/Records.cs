using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Retention;

/// <summary>Takes out of records what is no longer kept.</summary>
internal static class Records
{
    private static readonly FleetRecordSerializer Serializer = new();

    /// <summary>
    /// Leaves of a TERMINATED WorkSpace no more than that its id was used, so that a launch repeated after ages launches nothing twice, and the
    /// effects that it may still owe.
    /// </summary>
    /// <param name="rewrite">Changes the record's JSON beyond that.</param>
    /// <returns>Whether it is done; not while the WorkSpace exists, or when it has written meanwhile.</returns>
    public static async Task<bool> Shrink(WriteSession session, string id, CancellationToken cancellation, Func<string, string>? rewrite = null)
    {
        var key = ((string, object)[])[("kind", nameof(EntityKind.WorkSpace)), ("key", id)];
        if (await Read(session, key, cancellation) is not var (record, version))
            return true;
        if (record.State.Exists)
            return false;
        var mark = record.Recent.Results.Select(result => (OperationId?)result.OperationId).Append(record.Recent.LowWaterMark).Max();
        var shrunk = record with
        {
            State = WorkSpaceState.Unlaunched(new(id)) with { Lifecycle = Lifecycle.Terminated, Epoch = record.State.Epoch, Reason = "terminated" },
            Recent = new([], mark),
            Deadline = null,
        };
        if (rewrite is not null)
            shrunk = JsonSerializer.Deserialize<EntityRecord<WorkSpaceState>>(rewrite(JsonSerializer.Serialize(shrunk, FleetJson.Options)), FleetJson.Options)!;
        var payload = Serializer.Serialize(new StoredRecord<WorkSpaceState> { Record = shrunk }).ToArray();
        return await session.Execute("Retention/ReplaceRecord", cancellation, [.. key, ("payload", payload), ("version", version)]) == 1;
    }

    public static Task Drop(WriteSession session, Entity entity, CancellationToken cancellation) =>
        session.Execute("Retention/DropRecord", cancellation, ("kind", entity.Kind.ToString()), ("key", entity.Key));

    private static async Task<(EntityRecord<WorkSpaceState> Record, int Version)?> Read(
        WriteSession session, (string, object)[] key, CancellationToken cancellation)
    {
        await using var command = session.Command("Retention/ReadRecord", key);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        var stored = Serializer.Deserialize<StoredRecord<WorkSpaceState>>(new((byte[])rows[0]));
        return (stored.Record!, rows.GetInt32(1));
    }
}
