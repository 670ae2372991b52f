using System.Globalization;
using System.Text;
using System.Text.Json;
using DeskFleet.Silo.Storage.Audit;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Operator;

/// <summary>The trail as the database keeps it: asked by resource, caller and time, page by page, or exported as one JSON object a line.</summary>
internal static class AuditEndpoints
{
    private const int DefaultPage = 100;

    private static readonly string[] Names = ["resource", "caller", "from", "to", "after", "limit"];

    private static IResult NoTable => OperatorReplies.Fault(
        StatusCodes.Status404NotFound, "ResourceNotFound", "A silo with --store memory keeps no trail in a database; its trail is its log, or its --audit-file.");

    public static void MapAudit(this RouteGroupBuilder page)
    {
        page.MapGet("/audit", Find);
        page.MapGet("/audit/export", Export);
    }

    private static async Task<IResult> Find(HttpContext http, CancellationToken gone)
    {
        if (http.RequestServices.GetService<AuditTable>() is not { } table)
            return NoTable;
        if (Fault(http.Request.Query, out var query) is { } fault)
            return fault;
        var limit = DefaultPage;
        if (http.Request.Query["limit"].ToString() is { Length: > 0 } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= AuditTable.MaxOnAPage))
            return Invalid($"limit: '{text}' is not possible; give 1 to {AuditTable.MaxOnAPage}.");
        var found = await table.Find(query, limit, gone);
        var json = new StringBuilder("{\"records\":[").AppendJoin(',', found.Records).Append("],\"next\":").Append(JsonSerializer.Serialize(found.Next?.ToString())).Append('}');
        return Results.Text(json.ToString(), "application/json");
    }

    private static async Task<IResult> Export(HttpContext http, CancellationToken gone)
    {
        if (http.RequestServices.GetService<AuditTable>() is not { } table)
            return NoTable;
        if (Fault(http.Request.Query, out var query) is { } fault)
            return fault;
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentDisposition = "attachment; filename=audit.jsonl";
        for (AuditCursor? next = query.After; next is not null;)
        {
            var found = await table.Find(query with { After = next }, AuditTable.MaxOnAPage, gone);
            foreach (var record in found.Records)
                await http.Response.WriteAsync(record + "\n", gone);
            next = found.Next;
        }

        return Results.Empty;
    }

    /// <summary>Why it cannot be asked so; null: it can.</summary>
    private static IResult? Fault(IQueryCollection asked, out AuditQuery query)
    {
        string? Of(string name) => asked[name].ToString() is { Length: > 0 } text ? text : null;
        query = new(Of("resource"), Of("caller"));
        if (asked.Keys.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            return Invalid($"'{unknown}' is nothing to ask for; give {string.Join(", ", Names)}.");
        if (!Time(Of("from"), out var from))
            return Invalid($"from: '{Of("from")}' is no time; give one such as 2026-03-01T00:00:00Z.");
        if (!Time(Of("to"), out var to))
            return Invalid($"to: '{Of("to")}' is no time; give one such as 2026-03-01T00:00:00Z.");
        query = query with { From = from, To = to };
        if (Of("after") is not { } after)
            return null;
        if (AuditCursor.Parse(after) is not { } cursor)
            return Invalid($"after: '{after}' is no place in the trail; give the 'next' of the page before.");
        query = query with { After = cursor };
        return null;
    }

    private static bool Time(string? text, out Instant? time)
    {
        var parsed = text is null ? null : InstantPattern.ExtendedIso.Parse(text);
        time = parsed is { Success: true } ? parsed.Value : null;
        return text is null || time is not null;
    }

    private static IResult Invalid(string message) => OperatorReplies.Fault(StatusCodes.Status400BadRequest, "InvalidParameter", message);
}
