using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Storage.Audit;

namespace DeskFleet.Silo.Api.Trail;

/// <summary>
/// CloudTrail's LookupEvents over the audit trail in the database (AUD-01): changes and refusals of the caller's account and region, the newest first. One event a
/// call, with what was asked and what became of it.
/// </summary>
internal sealed class TrailOperations(IServiceProvider services) : IApiModule
{
    private const string Listed = "LookupEvents";
    private const int DefaultResults = 50;

    /// <summary>Rows that one call looks through; who finds few among many gets a page that is not full, and goes on.</summary>
    private const int MaxRows = 10_000;

    public void AddTo(ApiTable table) => table.Reads<LookupEventsRequest>(WireService.CloudTrail, "LookupEvents", Lookup);

    private async Task<ApiResult> Lookup(LookupEventsRequest request, ApiCall call)
    {
        if (services.GetService<AuditTable>() is not { } table)
            return new WireError("UnsupportedOperationException", "A silo with --store memory keeps no trail in a database; start it with another store.");
        if (request.StartTime > request.EndTime)
            return new WireError("InvalidTimeRangeException", "StartTime must not be after EndTime.");
        if (request.LookupAttributes?.Count > 1)
            return new WireError("InvalidLookupAttributesException", "LookupAttributes has several; give one.");
        var (token, unknown) = PageToken.Read(Listed, request.NextToken);
        var before = token is null ? null : AuditCursor.Parse(token);
        if (unknown is not null || (token is not null && before is null))
            return new WireError("InvalidNextTokenException", "NextToken is none of this list; begin without one.");
        // Nothing here is found to be unusual by anybody.
        return request.EventCategory is null
            ? ApiResult.Of(await Page(table, request, call.Account, before))
            : ApiResult.Of(new LookupEventsReply([], null));
    }

    private static async Task<LookupEventsReply> Page(AuditTable table, LookupEventsRequest request, AccountId account, AuditCursor? before)
    {
        var attribute = request.LookupAttributes is [var one] ? one : null;
        var query = new AuditQuery(Of(attribute, "ResourceName"), Of(attribute, "Username"), request.StartTime, request.EndTime?.PlusTicks(1));
        var (limit, events) = (request.MaxResults ?? DefaultResults, new List<TrailEvent>());
        for (var read = 0; read < MaxRows; read += AuditTable.MaxOnAPage)
        {
            var rows = await table.Newest(query, before, AuditTable.MaxOnAPage, default);
            var records = rows.Select(row => (row.Place, Record: TrailRecord.Of(row.Record, account))).ToList();
            var asked = records.Select(row => row.Record).OfType<TrailRecord>().Where(record => record.IsAsked)
                .GroupBy(record => record.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Parameters, StringComparer.Ordinal);
            foreach (var (place, record) in records)
            {
                before = place;
                // What was asked is told with what became of it; as long as nobody knows, it is not told.
                if (record is null or { IsAsked: true } || !Fits(record, attribute))
                    continue;
                events.Add(record.ToEvent(account, asked.GetValueOrDefault(record.Id)));
                if (events.Count == limit)
                    return new(events, PageToken.Of(Listed, place.ToString()));
            }

            if (rows.Count < AuditTable.MaxOnAPage)
                return new(events, null);
        }

        return new(events, PageToken.Of(Listed, before!.ToString()));
    }

    private static bool Fits(TrailRecord record, LookupAttribute? attribute) => attribute?.AttributeKey switch
    {
        "EventId" => record.Id == attribute.AttributeValue,
        "EventName" => record.Name == attribute.AttributeValue,
        "EventSource" => record.Source == attribute.AttributeValue,
        "AccessKeyId" => record.KeyId == attribute.AttributeValue,
        "ReadOnly" => attribute.AttributeValue == "false",
        "ResourceType" => record.Resources.Any(resource => resource.ResourceType == attribute.AttributeValue),
        "ResourceName" => record.Resources.Any(resource => IsNamed(resource.ResourceName, attribute.AttributeValue)),
        _ => true,
    };

    /// <summary>By its whole name or the last part of it.</summary>
    private static bool IsNamed(string resource, string name) => resource == name || resource.EndsWith($"/{name}", StringComparison.Ordinal);

    private static string? Of(LookupAttribute? attribute, string key) => attribute?.AttributeKey == key ? attribute.AttributeValue : null;
}
