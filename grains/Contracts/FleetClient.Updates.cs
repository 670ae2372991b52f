using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>Maintenance, backups and what else administrators do to running desktops.</summary>
public sealed partial class FleetClient
{
    /// <summary>Desktops that one page of an announcement has, which is how many are told at once.</summary>
    private const int AnnouncementPage = 100;

    /// <summary>Brings D: back from the newest backup, and C: to its image if asked (BAK-03).</summary>
    public Task<Reply> Restore(WorkSpaceId id, RestoreWorkSpace restore, CancellationToken cancellation = default) => Send(Entity.Of(id), restore, cancellation);

    /// <summary>Takes a desktop out of use for an administrator, or gives it back.</summary>
    public Task<Reply> SetAdminMaintenance(WorkSpaceId id, SetAdminMaintenance set, CancellationToken cancellation = default) => Send(Entity.Of(id), set, cancellation);

    /// <summary>
    /// Tells the desktops of a filter that there is an update for them, which each gets in its next maintenance window (MNT-04). It goes page by
    /// page through the view; broken off and begun again under the same operation id it tells nobody anything twice.
    /// </summary>
    /// <returns>How many desktops were told.</returns>
    public async Task<long> AnnounceUpdate(OperationId id, WorkSpaceFilter filter, AnnounceUpdate update, CancellationToken cancellation = default)
    {
        var told = 0L;
        for (WorkSpaceId? after = null; ;)
        {
            var page = await List(filter, after, AnnouncementPage, cancellation);
            await Task.WhenAll(page.Items.Select(listed => Once(id, Entity.Of(listed.Desktop.Id), update, cancellation)));
            told += page.Items.Length;
            if (page.Next is null)
                return told;
            after = page.Next;
        }
    }
}
