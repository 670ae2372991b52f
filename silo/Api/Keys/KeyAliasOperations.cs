using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Keys;

internal sealed record KeyAliasRequest(string AliasName, string TargetKeyId);

internal sealed record DeleteAliasRequest(string AliasName);

internal sealed record ListAliasesRequest(string? KeyId = null, int? Limit = null, string? Marker = null);

internal sealed record AliasListEntry(string AliasName, string AliasArn, string? TargetKeyId);

internal sealed record ListAliasesResponse(IReadOnlyList<AliasListEntry> Aliases, string? NextMarker, bool Truncated);

/// <summary>Second names of keys (ENC-05). The account's own key has one from its first use on.</summary>
internal sealed class KeyAliasOperations(FleetClient fleet, KeyNames names, KeyBook keys) : IApiModule
{
    private const int DefaultLimit = 50;
    private const string DefaultAlias = "alias/aws/workspaces";

    public void AddTo(ApiTable table)
    {
        var service = WireService.KeyManagement;
        table.Changes<KeyAliasRequest>(service, "CreateAlias", (request, call) => Set(request, mustBeNew: true, call));
        table.Changes<KeyAliasRequest>(service, "UpdateAlias", (request, call) => Set(request, mustBeNew: false, call));
        table.Changes<DeleteAliasRequest>(service, "DeleteAlias", async (request, call) =>
            ToResult(await fleet.Send(Entity.OfRegistry(call.Account), new DeleteKeyAlias(call.Id, request.AliasName))));
        table.Reads<ListAliasesRequest>(service, "ListAliases", List);
    }

    private async Task<ApiResult> Set(KeyAliasRequest request, bool mustBeNew, ApiCall call)
    {
        var key = await names.Resolve(request.TargetKeyId, call.Account);
        if (!await IsThere(key, call.Account))
            return new WireError("NotFoundException", $"There is no key {request.TargetKeyId} in the account and region; look at the id and the region.");
        return ToResult(await fleet.Send(Entity.OfRegistry(call.Account), new SetKeyAlias(call.Id, new(request.AliasName, key), mustBeNew)));
    }

    private async Task<ApiResult> List(ListAliasesRequest request, ApiCall call)
    {
        var all = (await fleet.DescribeRegistry(call.Account)).KeyAliases.ToList();
        if (await IsThere(KeyArn.DefaultOf(call.Account), call.Account))
            all.Add(new(DefaultAlias, KeyArn.DefaultOf(call.Account)));
        var wanted = request.KeyId is { } id ? await names.Resolve(id, call.Account) : (KeyArn?)null;
        var shown = from alias in all
                    where wanted is null || alias.Key == wanted
                    select new AliasListEntry(alias.Name, KeyNames.ArnOf(call.Account, alias.Name).Value, alias.Key.Value.Split('/', 2)[^1]);
        var (page, next, fault) = PageToken.Page(shown, alias => alias.AliasName, request.Marker, request.Limit ?? DefaultLimit);
        return fault is null
            ? ApiResult.Of(new ListAliasesResponse(page, next, next is not null))
            : new WireError("InvalidMarkerException", fault.Message);
    }

    private async Task<bool> IsThere(KeyArn key, AccountId account) => (await keys.Find(key, account)).Found is not null;

    private static ApiResult ToResult(Reply reply) => reply is not Refused refused ? ApiResult.Empty : new WireError(
        refused.Code switch
        {
            RefusalCode.ResourceExists => "AlreadyExistsException",
            RefusalCode.LimitExceeded => "LimitExceededException",
            RefusalCode.InvalidParameter => "InvalidAliasNameException",
            RefusalCode.ResourceNotFound => "NotFoundException",
            _ => "KMSInvalidStateException",
        },
        refused.Message);
}
