using DeskFleet.Contracts;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>Tags of alarms (TAG-01); infrastructure tools read them at every refresh.</summary>
internal sealed class AlarmTagOperations(FleetClient fleet) : IApiModule
{
    public void AddTo(ApiTable table)
    {
        var service = WireService.CloudWatch;
        table.Reads<AlarmTagsRequest>(service, "ListTagsForResource", (request, call) => With(request.ResourceARN, call, async name => ApiResult.Of(new AlarmTagsReply(
            [.. (await fleet.DescribeRegistry(call.Account)).TagsOf(name).Values.Select(tag => new AlarmTag(tag.Key, tag.Value))]))));
        table.Changes<AlarmTagRequest>(service, "TagResource", (request, call) => With(request.ResourceARN, call, name =>
            Send(new TagResource(call.Id, name, [.. request.Tags.Select(tag => new Tag(tag.Key, tag.Value))]), call)));
        table.Changes<AlarmUntagRequest>(service, "UntagResource", (request, call) => With(request.ResourceARN, call, name =>
            Send(new UntagResource(call.Id, name, [.. request.TagKeys]), call)));
    }

    private async Task<ApiResult> Send(Command command, ApiCall call) =>
        await fleet.Send(Entity.OfRegistry(call.Account), command) is Refused refused ? new WireError("InvalidParameterValueException", refused.Message) : ApiResult.Empty;

    /// <param name="answer">Gets what the alarm's tags are kept under.</param>
    private async Task<ApiResult> With(string arn, ApiCall call, Func<string, Task<ApiResult>> answer) =>
        AlarmWire.NameOf(call.Account, arn) is { } name && (await fleet.DescribeRegistry(call.Account)).Alarms?.Find(name) is not null
            ? await answer(AlarmBook.TagName(name))
            : new WireError("ResourceNotFoundException", $"There is no alarm {arn} in the account and region; give the ARN as DescribeAlarms shows it.");
}
