using DeskFleet.Contracts.Views;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using DeskFleet.Silo.Api.Directories;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Reads WorkSpaces of one account: those that are named from their grains, lists from the view.</summary>
internal sealed class WorkSpaceReader(FleetReader reader, Owned owned, IWorkSpaceView view)
{
    /// <summary>Those of the ids that are there.</summary>
    public async Task<IReadOnlyList<WorkSpaceDescription>> ByIds(IReadOnlyList<string> ids, AccountId account) =>
        [.. (await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => owned.WorkSpace(id, account)))).OfType<WorkSpaceDescription>()];

    /// <summary>The one of a user.</summary>
    public async Task<IReadOnlyList<WorkSpaceDescription>> ByUser(string directory, string user, AccountId account) =>
        await reader.WorkSpaceOf(new(directory), UserName.Of(user)) is { } id && await owned.WorkSpace(id.Value, account) is { } desktop ? [desktop] : [];

    /// <summary>A page of a list, a moment behind: a WorkSpace just launched may be missing for that long.</summary>
    public async Task<(IReadOnlyList<WorkSpaceDescription> Page, WorkSpaceId? Next)> List(
        WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default)
    {
        var page = await view.List(filter, after, limit, cancellation);
        return ([.. page.Items.Select(item => item.Desktop)], page.Next);
    }

    /// <summary>As the wire shows them, each with the subnet that its directory has in its zone.</summary>
    public async Task<IReadOnlyList<Workspace>> ToWire(IReadOnlyList<WorkSpaceDescription> desktops)
    {
        var (shown, subnets) = (new List<Workspace>(desktops.Count), new Dictionary<(DirectoryId, ZoneId), string?>());
        foreach (var desktop in desktops)
        {
            var zone = (desktop.Directory, desktop.Zone);
            if (!subnets.TryGetValue(zone, out var subnet))
                subnets[zone] = subnet = await reader.Directory(desktop.Directory) is { } directory ? DirectoryView.SubnetOf(directory, desktop.Zone) : null;
            shown.Add(WorkSpaceWire.Of(desktop, subnet));
        }

        return shown;
    }
}
