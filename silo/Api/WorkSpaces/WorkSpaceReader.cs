using DeskFleet.Contracts.Views;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Reads WorkSpaces of one account: those that are named from their grains, lists from the view.</summary>
internal sealed class WorkSpaceReader(FleetReader reader, AccountResources resources, IWorkSpaceView view)
{
    /// <summary>Those of the ids that are there.</summary>
    public async Task<IReadOnlyList<WorkSpaceDescription>> ByIds(IReadOnlyList<string> ids, AccountId account) =>
        [.. (await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => resources.WorkSpace(id, account)))).OfType<WorkSpaceDescription>()];

    /// <summary>Those of the ids that are there, as replies show them.</summary>
    public async Task<IReadOnlyList<WorkSpaceFragment>> FragmentsByIds(IReadOnlyList<string> ids, AccountId account)
    {
        var found = await reader.Fragments([.. ids.Distinct(StringComparer.Ordinal)]);
        return [.. found.OfType<WorkSpaceFragment>().Where(fragment => fragment.Account == account)];
    }

    /// <summary>The one of a user.</summary>
    public async Task<IReadOnlyList<WorkSpaceFragment>> FragmentByUser(string directory, string user, AccountId account) =>
        await reader.WorkSpaceOf(new(directory), UserName.Of(user)) is { } id && await resources.Fragment(id.Value, account) is { } fragment ? [fragment] : [];

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
        var (shown, subnets) = (new List<Workspace>(desktops.Count), new ReplySubnets(reader));
        foreach (var desktop in desktops)
            shown.Add(WorkSpaceWire.Of(desktop, (await subnets.Of(desktop.Directory))?.In(desktop.Zone)));
        return shown;
    }

    /// <summary>The same, each as JSON.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ToJson(IReadOnlyList<WorkSpaceFragment> fragments)
    {
        var (shown, subnets) = (new List<ReadOnlyMemory<byte>>(fragments.Count), new ReplySubnets(reader));
        foreach (var fragment in fragments)
            shown.Add(fragment.Json(await subnets.Of(fragment)));
        return shown;
    }
}
