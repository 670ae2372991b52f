using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeskFleet.Silo.Api.Audit;
using NodaTime;

namespace DeskFleet.Silo.Storage.Audit;

/// <summary>The trail of changes and refusals in the database: an append-only table, read by resource, caller and time. Thread-safe.</summary>
public sealed class AuditTable(FleetDatabase database, string serviceId)
{
    public const int MaxOnAPage = 1000;

    /// <summary>Rows a transaction, when their term is over; more of one instant.</summary>
    public const int TrimBatch = 500;

    private const string View = "audit";

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Says what a failure of the database means.</summary>
    internal FleetDatabase Database => database;

    /// <summary>Adds rows, all or none.</summary>
    /// <exception cref="System.Data.Common.DbException">They are not stored, or nobody knows.</exception>
    public async Task Append(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, serviceId, cancellation);
        await session.Execute("Audit/Append", cancellation, ("rows", Json(rows)));
        await session.Commit(cancellation);
    }

    /// <param name="limit">1 to <see cref="MaxOnAPage"/>.</param>
    public async Task<AuditPage> Find(AuditQuery query, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = CommandOf("Audit/Find", query, connection, limit, ("afterAt", query.After.AtMilliseconds), ("after", query.After.Position));
        if (query.Resource is not null || query.Caller is not null)
            command.Add("caller", AuditJson.Plain(query.Caller ?? ""));
        if (query.Resource is { } resource)
            command.Add("id", AuditJson.Plain(resource[(resource.LastIndexOf('/') + 1)..]));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (records, last, read) = (new List<string>(), query.After, 0);
        while (await rows.ReadAsync(cancellation))
        {
            (last, read) = (new(rows.GetInt64(0), rows.GetInt64(1)), read + 1);
            if (query.Resource is not { } named || Names(rows.GetString(2), named))
                records.Add(rows.GetString(2));
        }

        return new(records, read < limit ? null : last);
    }

    /// <summary>The newest records before a place, the newest first, each with its place. The caller looks through them.</summary>
    /// <param name="query">Its <see cref="AuditQuery.After"/> is not asked for.</param>
    /// <param name="before">The place of the last one that was read; null: from the newest.</param>
    public async Task<IReadOnlyList<(AuditCursor Place, string Record)>> Newest(AuditQuery query, AuditCursor? before, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = CommandOf(
            "Audit/Lookup", query, connection, limit, ("beforeAt", before?.AtMilliseconds ?? long.MaxValue), ("before", before?.Position ?? long.MaxValue));
        if (query.Resource is { } resource)
            command.Add("id", AuditJson.Plain(resource[(resource.LastIndexOf('/') + 1)..]));
        else if (query.Caller is { } caller)
            command.Add("caller", AuditJson.Plain(caller));
        var found = new List<(AuditCursor, string)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((new(rows.GetInt64(0), rows.GetInt64(1)), rows.GetString(2)));
        return found;
    }

    /// <param name="script">Its variants for one resource and for one caller have that in their names.</param>
    private DbCommand CommandOf(
        string script, AuditQuery query, DbConnection connection, int limit, params ReadOnlySpan<(string Name, object Value)> place)
    {
        var kind = query.Resource is not null ? "OfResource" : query.Caller is not null ? "OfCaller" : "";
        var command = connection.Command(null, _scripts[script + kind], place);
        command.Add("service", serviceId);
        command.Add("from", query.From?.ToUnixTimeMilliseconds() ?? long.MinValue);
        command.Add("to", query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        command.Add("limit", limit);
        return command;
    }

    /// <summary>Drops some rows whose term is over.</summary>
    /// <returns>How many; 0: there are no more, or another silo is at it.</returns>
    public async Task<int> Trim(Instant before, CancellationToken cancellation)
    {
        var term = before.ToUnixTimeMilliseconds();
        await using var session = await WriteSession.Begin(database, _scripts, serviceId, cancellation);
        if (await session.Scalar("Views/Begin", cancellation, ("name", View)) is not { } trimmed)
            return 0;
        if (await session.Scalar("Audit/Oldest", cancellation, ("before", term), ("limit", TrimBatch)) is not long until)
            return 0;
        // The table's triggers let go of what is older than this.
        if (Convert.ToInt64(trimmed, CultureInfo.InvariantCulture) < term)
            await session.Execute("Views/Advance", cancellation, ("name", View), ("position", term));
        await session.Execute("Audit/DropNames", cancellation, ("until", until));
        var dropped = await session.Execute("Audit/Drop", cancellation, ("until", until));
        await session.Commit(cancellation);
        return dropped;
    }

    /// <summary>The index knows the last part of a name only, and orders name things by it.</summary>
    private static bool Names(string record, string resource)
    {
        if (!resource.Contains('/', StringComparison.Ordinal))
            return true;
        using var json = JsonDocument.Parse(record);
        return json.RootElement.GetProperty("resources").EnumerateArray().Any(name => name.GetString() is { } text && (text == resource || !text.Contains('/', StringComparison.Ordinal)));
    }

    private static string Json(IReadOnlyCollection<AuditRow> rows)
    {
        var text = new StringBuilder("[");
        foreach (var row in rows)
            text.Append(text.Length > 1 ? "," : "").Append(null, $$"""{"at":{{row.At.ToUnixTimeMilliseconds()}},"record":{{row.Json}}}""");
        return text.Append(']').ToString();
    }
}
