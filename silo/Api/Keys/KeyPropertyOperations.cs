using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Keys;

internal sealed record KeyTagShape(string TagKey, string TagValue);

internal sealed record TagResourceRequest(string KeyId, IReadOnlyList<KeyTagShape> Tags);

internal sealed record UntagResourceRequest(string KeyId, IReadOnlyList<string> TagKeys);

internal sealed record ListResourceTagsRequest(string KeyId, int? Limit = null, string? Marker = null);

internal sealed record ListResourceTagsResponse(IReadOnlyList<KeyTagShape> Tags, string? NextMarker, bool Truncated);

internal sealed record GetKeyPolicyRequest(string KeyId, string? PolicyName = null);

internal sealed record GetKeyPolicyResponse(string Policy, string PolicyName);

internal sealed record ListKeyPoliciesRequest(string KeyId, int? Limit = null, string? Marker = null);

internal sealed record ListKeyPoliciesResponse(IReadOnlyList<string> PolicyNames, bool Truncated);

internal sealed record GetKeyRotationStatusResponse(bool KeyRotationEnabled, string KeyId, int? RotationPeriodInDays);

internal sealed record EnableKeyRotationRequest(string KeyId, int? RotationPeriodInDays = null);

internal sealed record UpdateKeyDescriptionRequest(string KeyId, string Description);

/// <summary>What tools read and set of a key beside its life: tags, description, rotation, and a policy document that is always the same (ENC-22).</summary>
internal sealed class KeyPropertyOperations(FleetClient fleet, KeyBook keys) : IApiModule
{
    private const string DefaultPolicy = "default";
    private const int DefaultLimit = 50;

    public void AddTo(ApiTable table)
    {
        var service = WireService.KeyManagement;
        table.Reads<GetKeyPolicyRequest>(service, "GetKeyPolicy", (request, call) => With(request.KeyId, call, _ => Task.FromResult(
            ApiResult.Of(new GetKeyPolicyResponse(PolicyOf(call.Account), DefaultPolicy)))));
        table.Reads<ListKeyPoliciesRequest>(service, "ListKeyPolicies", (request, call) => With(request.KeyId, call, _ => Task.FromResult(
            ApiResult.Of(new ListKeyPoliciesResponse([DefaultPolicy], false)))));
        table.Reads<KeyRequest>(service, "GetKeyRotationStatus", (request, call) => With(request.KeyId, call, key => Task.FromResult(
            ApiResult.Of(new GetKeyRotationStatusResponse(key.RotatesYearly, KeyBook.NameOf(key.Key), key.RotatesYearly ? Key.RotationPeriod.Days : null)))));
        table.Changes<EnableKeyRotationRequest>(service, "EnableKeyRotation", (request, call) =>
            request.RotationPeriodInDays is { } days && days != Key.RotationPeriod.Days
                ? Task.FromResult(ApiResult.Of(WireError.Invalid($"Keys rotate every {Key.RotationPeriod.Days} days; leave RotationPeriodInDays out.")))
                : Rotate(request.KeyId, true, call));
        table.Changes<KeyRequest>(service, "DisableKeyRotation", (request, call) => Rotate(request.KeyId, false, call));
        table.Changes<UpdateKeyDescriptionRequest>(service, "UpdateKeyDescription", (request, call) => With(request.KeyId, call, async key =>
            Answer(await keys.List(key.Key, call.Account, request.Description))));
        AddTags(table, service);
    }

    private void AddTags(ApiTable table, WireService service)
    {
        table.Changes<TagResourceRequest>(service, "TagResource", (request, call) => With(request.KeyId, call, async key =>
            Answer(await fleet.Send(Entity.OfRegistry(call.Account), new TagResource(call.Id, KeyBook.NameOf(key.Key), [.. request.Tags.Select(ToTag)])))));
        table.Changes<UntagResourceRequest>(service, "UntagResource", (request, call) => With(request.KeyId, call, async key =>
            Answer(await fleet.Send(Entity.OfRegistry(call.Account), new UntagResource(call.Id, KeyBook.NameOf(key.Key), [.. request.TagKeys])))));
        table.Reads<ListResourceTagsRequest>(service, "ListResourceTags", List);
    }

    private Task<ApiResult> List(ListResourceTagsRequest request, ApiCall call) => With(request.KeyId, call, async key =>
    {
        var tags = (await fleet.DescribeRegistry(call.Account)).TagsOf(KeyBook.NameOf(key.Key)).Values.Select(tag => new KeyTagShape(tag.Key, tag.Value));
        var (page, next, fault) = PageToken.Page(tags, tag => tag.TagKey, request.Marker, request.Limit ?? DefaultLimit);
        return fault is null
            ? ApiResult.Of(new ListResourceTagsResponse(page, next, next is not null))
            : new WireError("InvalidMarkerException", fault.Message);
    });

    private Task<ApiResult> Rotate(string id, bool isYearly, ApiCall call) => With(id, call, async key =>
        await fleet.Send(Entity.Of(key.Key), new Once(call.Id, new SetKeyRotation(isYearly))) is Refused refused ? KeyBook.Error(refused) : ApiResult.Empty);

    private async Task<ApiResult> With(string id, ApiCall call, Func<KeyDescription, Task<ApiResult>> answer) =>
        await keys.Find(id, call.Account) is var (found, missing) && found is not null ? await answer(found) : KeyBook.Error(missing!);

    /// <summary>Tags have an exception of their own.</summary>
    private static ApiResult Answer(Reply reply) => reply is not Refused refused ? ApiResult.Empty : new WireError(
        refused.Code == RefusalCode.LimitExceeded ? "LimitExceededException" : "TagException", refused.Message);

    public static Tag ToTag(KeyTagShape tag) => new(tag.TagKey, tag.TagValue);

    /// <summary>The account may do everything with its keys; who in it may do what, the silo's access file says.</summary>
    private static string PolicyOf(AccountId account) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Id = "key-default-1",
        Statement = new[]
        {
            new { Sid = "Enable IAM User Permissions", Effect = "Allow", Principal = new { AWS = $"arn:aws:iam::{account.Account}:root" }, Action = "kms:*", Resource = "*" },
        },
    });
}
