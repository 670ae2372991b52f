using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>CloudWatch's alarms on one metric each, with webhooks as actions (MON-02).</summary>
internal sealed class AlarmOperations(FleetClient fleet, AlarmKeeper keeper, WebhookHosts hosts) : IApiModule
{
    private const int DefaultRecords = 50;
    private static readonly WireService Service = WireService.CloudWatch;

    public void AddTo(ApiTable table)
    {
        table.Changes<PutMetricAlarmRequest>(Service, "PutMetricAlarm", Put);
        table.Reads<DescribeAlarmsRequest>(Service, "DescribeAlarms", Describe);
        table.Reads<DescribeAlarmsForMetricRequest>(Service, "DescribeAlarmsForMetric", DescribeForMetric);
        table.Changes<AlarmNamesRequest>(Service, "DeleteAlarms", (request, call) => Send(new DeleteAlarms(call.Id, [.. request.AlarmNames]), call));
        table.Changes<AlarmNamesRequest>(Service, "EnableAlarmActions", (request, call) => Send(new EnableAlarmActions(call.Id, [.. request.AlarmNames], true), call));
        table.Changes<AlarmNamesRequest>(Service, "DisableAlarmActions", (request, call) => Send(new EnableAlarmActions(call.Id, [.. request.AlarmNames], false), call));
        table.Changes<SetAlarmStateRequest>(Service, "SetAlarmState", SetState);
    }

    private async Task<ApiResult> Put(PutMetricAlarmRequest request, ApiCall call)
    {
        var (definition, fault) = AlarmWire.Read(request, hosts);
        if (fault is not null)
            return fault;
        var tags = request.Tags?.Select(tag => new Tag(tag.Key, tag.Value)).ToList() ?? [];
        if (tags.Count > 0 && TagRules.Put(TagSet.Empty, [.. tags]).Reply is Refused unfit)
            return WireError.Invalid(unfit.Message);
        // Tags come with a new alarm only, as there: one that is changed keeps its own.
        var isNew = (await fleet.DescribeRegistry(call.Account)).Alarms?.Find(request.AlarmName) is null;
        var result = await Send(new PutAlarm(call.Id, definition!), call);
        if (result.Error is not null || !isNew || tags.Count == 0)
            return result;
        return await fleet.Send(Entity.OfRegistry(call.Account), new TagResource(call.ItemId(1), AlarmBook.TagName(request.AlarmName), [.. tags])) is Refused refused
            ? Error(refused)
            : result;
    }

    private async Task<ApiResult> Describe(DescribeAlarmsRequest request, ApiCall call)
    {
        if (request.AlarmTypes is { Count: > 0 } types && !types.Contains("MetricAlarm"))
            return ApiResult.Of(new DescribeAlarmsReply([], [], null));
        var alarms = ((await fleet.DescribeRegistry(call.Account)).Alarms ?? AlarmBook.Empty).Alarms.Where(alarm => Fits(request, alarm));
        var (page, next, fault) = PageToken.Page(alarms, alarm => alarm.Definition.Name, request.NextToken, request.MaxRecords ?? DefaultRecords);
        return fault is null
            ? ApiResult.Of(new DescribeAlarmsReply([], [.. page.Select(alarm => AlarmWire.Of(call.Account, alarm, keeper.IsBehind(call.Account)))], next))
            : new WireError("InvalidNextToken", fault.Message);
    }

    private static bool Fits(DescribeAlarmsRequest request, Alarm alarm)
    {
        var (definition, actions) = (alarm.Definition, alarm.Definition.Actions);
        return (request.AlarmNames?.Contains(definition.Name) ?? true) &&
            definition.Name.StartsWith(request.AlarmNamePrefix ?? "", StringComparison.Ordinal) &&
            (request.StateValue ?? AlarmWire.Of(alarm.Standing.Value)) == AlarmWire.Of(alarm.Standing.Value) &&
            (request.ActionPrefix is not { } prefix ||
                actions.OnAlarm.Concat(actions.OnOk).Concat(actions.OnInsufficientData).Any(url => url.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private async Task<ApiResult> DescribeForMetric(DescribeAlarmsForMetricRequest request, ApiCall call)
    {
        var dimensions = (request.Dimensions ?? []).Select(one => new AlarmDimension(one.Name, one.Value)).ToHashSet();
        var alarms = from alarm in ((await fleet.DescribeRegistry(call.Account)).Alarms ?? AlarmBook.Empty).Alarms
                     let metric = alarm.Definition.Metric
                     where metric.Name == request.MetricName && metric.Namespace == request.Namespace && dimensions.SetEquals(metric.Dimensions) &&
                         (request.Statistic ?? metric.Statistic) == metric.Statistic && (request.Period ?? metric.PeriodSeconds) == metric.PeriodSeconds &&
                         (request.Unit ?? metric.Unit) == metric.Unit
                     select AlarmWire.Of(call.Account, alarm, keeper.IsBehind(call.Account));
        return ApiResult.Of(new DescribeAlarmsForMetricReply([.. alarms]));
    }

    private Task<ApiResult> SetState(SetAlarmStateRequest request, ApiCall call) => request.StateReasonData is { } data && !IsJson(data)
        ? Task.FromResult(ApiResult.Of(new WireError("InvalidFormatFault", "StateReasonData is no JSON; give a JSON value, or leave it out.")))
        : Send(new SetAlarmState(call.Id, request.AlarmName, AlarmWire.ValueOf(request.StateValue), request.StateReason, request.StateReasonData), call);

    private async Task<ApiResult> Send(Command command, ApiCall call)
    {
        if (await fleet.Send(Entity.OfRegistry(call.Account), command) is Refused refused)
            return Error(refused);
        keeper.Look();
        return ApiResult.Empty;
    }

    private static WireError Error(Refused refused) => new(
        refused.Code switch
        {
            RefusalCode.LimitExceeded => "LimitExceededFault",
            RefusalCode.ResourceNotFound => "ResourceNotFound",
            _ => "ValidationException",
        },
        refused.Message);

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
