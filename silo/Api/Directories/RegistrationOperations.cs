using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>What the wire keeps of a registration.</summary>
internal sealed record Registration(
    IReadOnlyList<string>? SubnetIds = null, string? WorkspaceDirectoryName = null, string? WorkspaceDirectoryDescription = null, string? UserIdentityType = null);

/// <summary>Registers directories for WorkSpaces and ends it (DIR-05..07, PLC-01).</summary>
internal sealed class RegistrationOperations(FleetClient fleet, WorkSpaceReader desktops, TaggedResources tagged, TimeProvider time) : IApiModule
{
    private const int NeededSubnets = 2;

    /// <summary>Listed WorkSpaces of a directory that are looked at; if all of these are gone, the list is behind or the directory is.</summary>
    private const int SomeDesktops = 25;

    /// <summary>How long a directory may take to hear that its last WorkSpaces are gone.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public void AddTo(ApiTable table)
    {
        table.Changes<RegisterWorkspaceDirectoryRequest>(WireService.WorkSpaces, "RegisterWorkspaceDirectory", Register);
        table.Changes<DeregisterWorkspaceDirectoryRequest>(WireService.WorkSpaces, "DeregisterWorkspaceDirectory", Deregister);
    }

    private async Task<ApiResult> Register(RegisterWorkspaceDirectoryRequest request, ApiCall call)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (TaggedResources.Fault(request.Tags) is { } badTags)
            return badTags.ToError();
        var id = new DirectoryId(request.DirectoryId!);
        var known = await fleet.DescribeDirectory(id);
        if (known is not null && known.Account != call.Account)
            return WireError.NotFound(id.Value, $"There is no directory {id} in the account and region; look at the id and the region.");
        if (known is { IsRegistered: true })
            return new WireError("ResourceAlreadyExistsException", $"{id} is registered already; deregister it first to register it otherwise.");
        if (await fleet.Send(Entity.OfRegistry(call.Account), new Enlist(ListedKind.Directory, id.Value)) is Refused full)
            return full.ToError();
        return await Register(id, request, known, call);
    }

    private async Task<ApiResult> Register(DirectoryId id, RegisterWorkspaceDirectoryRequest request, DirectoryDescription? known, ApiCall call)
    {
        var (zoneA, zoneB) = Zones.Of(call.Account.Region);
        var isDedicated = request.Tenancy == "DEDICATED";
        if (await fleet.RegisterDirectory(call.ItemId(0), id, new(call.Account, zoneA, zoneB, isDedicated)) is Refused refused)
            return refused.ToError(id.Value);
        var registration = new Registration(
            request.SubnetIds ?? known?.Profile?.Subnets, request.WorkspaceDirectoryName, request.WorkspaceDirectoryDescription, request.UserIdentityType);
        var settings = SettingsBag.Of(SettingsBag.Registration, registration);
        if (request.EnableSelfService == true)
            settings = settings.With(SettingsBag.Of(SettingsBag.Selfservice, SelfservicePermissions.All));
        if (await fleet.ConfigureDirectory(call.ItemId(1), id, new(call.Account, settings)) is Refused unset)
            return unset.ToError(id.Value);
        if (await tagged.PutNew(call, id.Value, request.Tags) is { } untagged)
            return untagged.ToError(id.Value);
        if (!isDedicated)
            await OpenCapacity(call.Account.Region, [zoneA, zoneB]);
        return ApiResult.Of(new RegisterWorkspaceDirectoryResult(id.Value, "REGISTERED"));
    }

    /// <summary>Shared capacity is endless unless the operator has put hosts into the zone.</summary>
    private async Task OpenCapacity(string region, ImmutableArray<ZoneId> zones)
    {
        foreach (var zone in zones)
        {
            var pool = Entity.Of(new HostPoolId(new(AccountId.Provider, region), zone));
            if (await fleet.Send(pool, new CheckRoom()) is Room { FreeVCpu: 0 })
                await fleet.Send(pool, new ConfigurePool([HostType.General, HostType.Gpu], ReserveHosts: 0));
        }
    }

    private async Task<ApiResult> Deregister(DeregisterWorkspaceDirectoryRequest request, ApiCall call)
    {
        var id = new DirectoryId(request.DirectoryId);
        var reply = await fleet.DeregisterDirectory(call.Id, id, new(call.Account));
        // Who has seen all WorkSpaces gone may deregister: the directory hears of it a moment later than a describe shows it.
        for (var begun = time.GetTimestamp(); reply is Refused { Code: RefusalCode.InvalidState } && time.GetElapsedTime(begun) < Settling; await Task.Delay(Look, time))
        {
            if (await HasWorkSpaces(id, call.Account))
                break;
            reply = await fleet.DeregisterDirectory(call.Id, id, new(call.Account));
        }

        if (reply is not Refused && await fleet.DescribeDirectory(id) is null)
            await fleet.Send(Entity.OfRegistry(call.Account), new Delist(ListedKind.Directory, id.Value));
        return reply.ToResult(request.DirectoryId);
    }

    private async Task<bool> HasWorkSpaces(DirectoryId id, AccountId account)
    {
        var (page, _) = await desktops.List(new(Directory: id), null, SomeDesktops);
        return (await desktops.ByIds([.. page.Select(desktop => desktop.Id.Value)], account)).Count > 0;
    }

    private static WireError? Fault(RegisterWorkspaceDirectoryRequest request) =>
        request.DirectoryId is null ? WireError.BadValue("Only directories of WorkSpaces of one user each can be registered; give a DirectoryId.")
        : request.WorkspaceType == "POOLS" || request.UserIdentityType is "AWS_IAM_IDENTITY_CENTER"
            ? new("OperationNotSupportedException", "Pools and IAM Identity Center are not supported; register a directory with WorkspaceType PERSONAL.")
        : request.SubnetIds is { } subnets && subnets.Distinct().Count() != NeededSubnets
            ? WireError.BadValue("A directory needs two different subnets, each in a zone of its own; give two or none.")
        : null;
}

/// <summary>The zones of a region, as the API lays directories over them.</summary>
internal static class Zones
{
    /// <summary>The first subnet of a directory is in the first one.</summary>
    public static (ZoneId A, ZoneId B) Of(string region) => (new($"{region}a"), new($"{region}b"));
}
