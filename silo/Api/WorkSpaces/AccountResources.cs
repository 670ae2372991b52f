using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Finds what belongs to the caller's account in his region; what is somebody else's is not there for him.</summary>
internal sealed class AccountResources(FleetReader reader)
{
    public async Task<WorkSpaceDescription?> WorkSpace(string id, AccountId account) =>
        await reader.WorkSpace(new(id)) is { } desktop && desktop.Account == account ? desktop : null;

    /// <summary>Many at once, those that there are.</summary>
    public async Task<IReadOnlyList<WorkSpaceDescription>> WorkSpaces(IEnumerable<string> ids, AccountId account) =>
        [.. (await reader.WorkSpaces([.. ids.Distinct(StringComparer.Ordinal).Select(id => new WorkSpaceId(id))])).Values.Where(desktop => desktop.Account == account)];

    /// <summary>The WorkSpace as replies show it; what is active here is there at once.</summary>
    public ValueTask<WorkSpaceFragment?> Fragment(string id, AccountId account)
    {
        var read = reader.Fragment(new(id));
        return read.IsCompletedSuccessfully ? new(Of(account, read.Result)) : Later(account, read);
    }

    /// <summary>A directory that is registered.</summary>
    public async Task<DirectoryDescription?> Directory(string id, AccountId account) =>
        await reader.Directory(new(id)) is { IsRegistered: true } directory && directory.Account == account ? directory : null;

    public static Refused NoWorkSpace(string id) =>
        new(RefusalCode.ResourceNotFound, $"There is no WorkSpace {id} in the account and region; look at the id and the region.");

    public static Refused NoDirectory(string id) =>
        new(RefusalCode.DirectoryNotRegistered, $"{id} is not registered in the account and region; register it first.");

    private static WorkSpaceFragment? Of(AccountId account, WorkSpaceFragment? fragment) => fragment?.Account == account ? fragment : null;

    private static async ValueTask<WorkSpaceFragment?> Later(AccountId account, ValueTask<WorkSpaceFragment?> read) => Of(account, await read);
}
