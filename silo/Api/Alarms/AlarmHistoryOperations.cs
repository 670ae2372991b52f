using System.Globalization;
using System.Text.Json;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>What became of alarms, from the journal: as far back as its lines are kept.</summary>
internal sealed class AlarmHistoryOperations(IJournalReader journal) : IApiModule
{
    private const string Listed = "DescribeAlarmHistory";
    private const int DefaultRecords = 50;
    private const int MaxSummary = 255;

    public void AddTo(ApiTable table) => table.Reads<DescribeAlarmHistoryRequest>(WireService.CloudWatch, Listed, Describe);

    private async Task<ApiResult> Describe(DescribeAlarmHistoryRequest request, ApiCall call)
    {
        var (token, fault) = PageToken.Read(Listed, request.NextToken);
        if (fault is not null || (token is not null && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return new WireError("InvalidNextToken", "NextToken is none of this list; begin without one.");
        if (request.AlarmTypes is { Count: > 0 } types && !types.Contains("MetricAlarm"))
            return ApiResult.Of(new DescribeAlarmHistoryReply([], null));
        var isRising = request.ScanBy == "TimestampAscending";
        long? last = token is null ? null : long.Parse(token, CultureInfo.InvariantCulture);
        var lines = (await Lines(Entity.OfRegistry(call.Account)))
            .Where(line => last is null || (isRising ? line.Sequence > last : line.Sequence < last))
            .OrderBy(line => isRising ? line.Sequence : -line.Sequence);
        var items = lines.Select(line => (line.Sequence, Item: Of(line))).Where(row => row.Item is { } item && Fits(request, item));
        var (limit, page) = (request.MaxRecords ?? DefaultRecords, items.Take((request.MaxRecords ?? DefaultRecords) + 1).ToList());
        return ApiResult.Of(new DescribeAlarmHistoryReply(
            [.. page.Take(limit).Select(row => row.Item!)],
            page.Count > limit ? PageToken.Of(Listed, page[limit - 1].Sequence.ToString(CultureInfo.InvariantCulture)) : null));
    }

    private async Task<List<JournalEntry>> Lines(Entity registry)
    {
        var lines = new List<JournalEntry>();
        for (long after = 0; ;)
        {
            var page = await journal.ReadEntity(registry, after, IJournalReader.MaxLines);
            lines.AddRange(page);
            if (page.Length < IJournalReader.MaxLines)
                return lines;
            after = page[^1].Sequence;
        }
    }

    private static bool Fits(DescribeAlarmHistoryRequest request, AlarmHistoryItem item) =>
        (request.AlarmName ?? item.AlarmName) == item.AlarmName && (request.HistoryItemType ?? item.HistoryItemType) == item.HistoryItemType &&
        !(item.Timestamp < request.StartDate) && !(item.Timestamp > request.EndDate);

    private static AlarmHistoryItem? Of(JournalEntry line) => line.Event switch
    {
        AlarmPut e => Item(e.Definition.Name, line, "ConfigurationUpdate", $"Alarm \"{e.Definition.Name}\" set up or changed", new { type = "Update" }),
        AlarmDeleted e => Item(e.Name, line, "ConfigurationUpdate", $"Alarm \"{e.Name}\" deleted", new { type = "Delete" }),
        AlarmChanged e => Item(e.Name, line, "StateUpdate", $"Alarm updated from {AlarmWire.Of(e.From)} to {AlarmWire.Of(e.Standing.Value)}", new
        {
            oldState = new { stateValue = AlarmWire.Of(e.From) },
            newState = new { stateValue = AlarmWire.Of(e.Standing.Value), stateReason = e.Standing.Reason },
        }),
        AlarmActionDone e => Item(
            e.Name, line, "Action", e.Failure is null ? $"Successfully executed action {e.Url}" : $"Failed to execute action {e.Url}: {e.Failure}",
            new { action = e.Url, succeeded = e.Failure is null, error = e.Failure }),
        _ => null,
    };

    private static AlarmHistoryItem Item(string alarm, JournalEntry line, string type, string summary, object data) =>
        new(alarm, "MetricAlarm", line.At, type, summary.Length <= MaxSummary ? summary : summary[..MaxSummary], JsonSerializer.Serialize(data, WireJson.Options));
}
