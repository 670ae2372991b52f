using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Keys;

/// <summary>A small key service, <c>kms</c>: keys for the volumes of WorkSpaces (ENC-05, ENC-06, ENC-13).</summary>
internal sealed class KeyOperations(FleetClient fleet, KeyBook keys) : IApiModule
{
    private const int DefaultLimit = 100;

    public void AddTo(ApiTable table)
    {
        var service = WireService.KeyManagement;
        table.Changes<CreateKeyRequest>(service, "CreateKey", Create);
        table.Reads<KeyRequest>(service, "DescribeKey", (request, call) => Describe(request.KeyId, call));
        table.Reads<ListKeysRequest>(service, "ListKeys", List);
        table.Changes<KeyRequest>(service, "EnableKey", (request, call) => Send(request.KeyId, new EnableKey(true), call));
        table.Changes<KeyRequest>(service, "DisableKey", (request, call) => Send(request.KeyId, new EnableKey(false), call));
        table.Changes<ScheduleKeyDeletionRequest>(service, "ScheduleKeyDeletion", ScheduleDeletion);
    }

    private async Task<ApiResult> Create(CreateKeyRequest request, ApiCall call)
    {
        if (request.KeyUsage is not (null or "ENCRYPT_DECRYPT") || request.KeySpec is not (null or "SYMMETRIC_DEFAULT"))
            return new WireError("UnsupportedOperationException", "Keys are for volumes here; leave out KeyUsage and KeySpec.");
        var key = KeyArn.Of(call.Account, Guid.ParseExact(call.Id.Token, "N").ToString());
        if (BadTags(request.Tags) is { } badTags)
            return badTags;
        if (await keys.List(key, call.Account, request.Description ?? "") is Refused full)
            return KeyBook.Error(full);
        if (await fleet.CreateKey(call.Id, key) is Refused refused)
            return KeyBook.Error(refused);
        if (request.Tags is { Count: > 0 } tags)
            await fleet.Send(Entity.OfRegistry(call.Account), new TagResource(call.ItemId(0), KeyBook.NameOf(key), [.. tags.Select(KeyPropertyOperations.ToTag)]));
        return await Describe(key.Value, call);
    }

    private static WireError? BadTags(IReadOnlyList<KeyTagShape>? tags) =>
        tags is not null && TagRules.Put(TagSet.Empty, [.. tags.Select(KeyPropertyOperations.ToTag)]).Reply is Refused refused
            ? new WireError(refused.Code == RefusalCode.LimitExceeded ? "LimitExceededException" : "TagException", refused.Message)
            : null;

    private async Task<ApiResult> Describe(string name, ApiCall call)
    {
        var (found, missing) = await keys.Find(name, call.Account);
        if (found is null)
            return KeyBook.Error(missing!);
        var listed = (await fleet.DescribeRegistry(call.Account)).NameOf(ListedKind.Key, KeyBook.NameOf(found.Key));
        return ApiResult.Of(new KeyResponse(ToWire(found, call.Account, listed)));
    }

    private async Task<ApiResult> List(ListKeysRequest request, ApiCall call)
    {
        var all = (await fleet.DescribeRegistry(call.Account)).IdsOf(ListedKind.Key)
            .Select(name => new KeyListEntry(name, KeyArn.Of(call.Account, name).Value));
        var (page, next, fault) = PageToken.Page(all, key => key.KeyId, request.Marker, request.Limit ?? DefaultLimit);
        return fault is null
            ? ApiResult.Of(new ListKeysResponse(page, next, next is not null))
            : new WireError("InvalidMarkerException", fault.Message);
    }

    private async Task<ApiResult> ScheduleDeletion(ScheduleKeyDeletionRequest request, ApiCall call)
    {
        var days = request.PendingWindowInDays ?? Key.MaxWaitingDays;
        if (days is < Key.ShortestWaitingDays or > Key.MaxWaitingDays)
            return WireError.Invalid($"'PendingWindowInDays' must be {Key.ShortestWaitingDays} to {Key.MaxWaitingDays}.");
        var done = await Send(request.KeyId, new ScheduleKeyDeletion(days), call);
        if (done.Error is not null)
            return done;
        var (found, missing) = await keys.Find(request.KeyId, call.Account);
        return found is null
            ? KeyBook.Error(missing!)
            : ApiResult.Of(new ScheduleKeyDeletionResponse(found.Key.Value, found.DeleteAt, StateOf(found.Status), days));
    }

    private async Task<ApiResult> Send(string id, Command command, ApiCall call)
    {
        var (found, missing) = await keys.Find(id, call.Account);
        var reply = missing ?? await fleet.Send(Entity.Of(found!.Key), new Once(call.Id, command));
        return reply is Refused refused ? KeyBook.Error(refused) : ApiResult.Empty;
    }

    private static string StateOf(KeyStatus status) => status == KeyStatus.Enabled ? "Enabled" : status == KeyStatus.Disabled ? "Disabled" : "PendingDeletion";

    private static KeyMetadata ToWire(KeyDescription key, AccountId account, ListedName? listed) => new(
        account.Account,
        KeyBook.NameOf(key.Key),
        key.Key.Value,
        listed?.At,
        listed?.Description ?? (key.IsDefault ? "Protects volumes of WorkSpaces where no other key is named." : ""),
        key.Status == KeyStatus.Enabled,
        "ENCRYPT_DECRYPT",
        StateOf(key.Status),
        key.DeleteAt,
        "AWS_KMS",
        key.IsDefault ? "AWS" : "CUSTOMER",
        "SYMMETRIC_DEFAULT",
        "SYMMETRIC_DEFAULT",
        ["SYMMETRIC_DEFAULT"],
        MultiRegion: false);
}
