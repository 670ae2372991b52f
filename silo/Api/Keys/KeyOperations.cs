using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Keys;

/// <summary>A small key service, <c>kms</c>: keys for the volumes of WorkSpaces (ENC-05, ENC-06, ENC-13).</summary>
internal sealed class KeyOperations(FleetClient fleet, KeyNames names) : IApiModule
{
    private const int DefaultLimit = 100;

    public void AddTo(ApiTable table)
    {
        var service = WireService.KeyManagement;
        table.Changes<CreateKeyRequest>(service, "CreateKey", Create);
        table.Reads<KeyRequest>(service, "DescribeKey", async (request, call) => await Describe(await names.Resolve(request.KeyId, call.Account), call));
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
        if (await fleet.Send(Entity.OfRegistry(call.Account), new Enlist(ListedKind.Key, NameOf(key))) is Refused full)
            return Error(full);
        return await fleet.CreateKey(call.Id, key) is Refused refused ? Error(refused) : await Describe(key, call);
    }

    private async Task<ApiResult> Describe(KeyArn key, ApiCall call) => await Find(key, call) is var (found, missing) && found is not null
        ? ApiResult.Of(new KeyResponse(ToWire(found, call.Account)))
        : Error(missing!);

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
        var days = request.PendingWindowInDays ?? Key.LongestWaitingDays;
        if (days is < Key.ShortestWaitingDays or > Key.LongestWaitingDays)
            return WireError.Invalid($"'PendingWindowInDays' must be {Key.ShortestWaitingDays} to {Key.LongestWaitingDays}.");
        var key = await names.Resolve(request.KeyId, call.Account);
        var done = await Send(request.KeyId, new ScheduleKeyDeletion(days), call);
        if (done.Error is not null)
            return done;
        var (found, missing) = await Find(key, call);
        return found is null
            ? Error(missing!)
            : ApiResult.Of(new ScheduleKeyDeletionResponse(key.Value, found.DeleteAt, StateOf(found.Status), days));
    }

    private async Task<ApiResult> Send(string id, Command command, ApiCall call)
    {
        var key = await names.Resolve(id, call.Account);
        var (_, missing) = await Find(key, call);
        var reply = missing ?? await fleet.Send(Entity.Of(key), new Once(call.Id, command));
        return reply is Refused refused ? Error(refused) : ApiResult.Empty;
    }

    /// <summary>Keys of other accounts and regions are not there.</summary>
    private async Task<(KeyDescription? Found, Refused? Missing)> Find(KeyArn key, ApiCall call)
    {
        if (!key.IsWellFormed || (key.Region, key.Account) != (call.Account.Region, call.Account.Account))
            return (null, new(RefusalCode.ResourceNotFound, $"There is no key {key} in the account and region; look at the id and the region."));
        return await fleet.DescribeKey(key) switch
        {
            KeyDescription found => (found, null),
            Refused refused => (null, refused),
            var other => throw new InvalidOperationException($"{key} was described with {other}."),
        };
    }

    private static string NameOf(KeyArn key) => key.Value.Split('/')[^1];

    /// <summary>The service has names of its own for refusals.</summary>
    private static WireError Error(Refused refused) => new(
        refused.Code switch
        {
            RefusalCode.ResourceNotFound or RefusalCode.KmsKeyInvalid => "NotFoundException",
            RefusalCode.LimitExceeded => "LimitExceededException",
            RefusalCode.OperationNotSupported => "UnsupportedOperationException",
            _ => "KMSInvalidStateException",
        },
        refused.Message);

    private static string StateOf(KeyStatus status) => status == KeyStatus.Enabled ? "Enabled" : status == KeyStatus.Disabled ? "Disabled" : "PendingDeletion";

    private static KeyMetadata ToWire(KeyDescription key, AccountId account) => new(
        account.Account,
        NameOf(key.Key),
        key.Key.Value,
        key.Status == KeyStatus.Enabled,
        "ENCRYPT_DECRYPT",
        StateOf(key.Status),
        key.DeleteAt,
        "AWS_KMS",
        key.IsDefault ? "AWS" : "CUSTOMER",
        "SYMMETRIC_DEFAULT");
}
