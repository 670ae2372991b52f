using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>Which metrics there are: those of each directory and of each WorkSpace of the account.</summary>
internal sealed class MetricListOperations(IWorkSpaceView view) : IApiModule
{
    private const string Listed = "ListMetrics";

    /// <summary>At most 500 metrics a page, as there.</summary>
    private static readonly int OwnersOnAPage = 500 / MetricSource.WithPoints.Count;

    public void AddTo(ApiTable table) => table.Reads<ListMetricsRequest>(WireService.CloudWatch, "ListMetrics", List);

    private async Task<ApiResult> List(ListMetricsRequest request, ApiCall call)
    {
        var (after, unknown) = PageToken.Read(Listed, request.NextToken);
        if (unknown is not null)
            return new WireError("InvalidParameterValueException", unknown.Message);
        if ((request.Namespace ?? MetricSource.Namespace) != MetricSource.Namespace || (request.OwningAccount ?? call.Account.Account) != call.Account.Account)
            return ApiResult.Of(new ListMetricsReply([], null));
        var names = MetricSource.WithPoints.Select(metric => metric.ToString()).Where(name => (request.MetricName ?? name) == name).ToList();
        var owners = await Owners(call.Account, after, OwnersOnAPage + 1);
        var next = owners.Count > OwnersOnAPage ? PageToken.Of(Listed, owners[OwnersOnAPage - 1].Value) : null;
        return ApiResult.Of(new ListMetricsReply(
            [
                .. from owner in owners.Take(OwnersOnAPage)
                   where Fits(owner, request.Dimensions)
                   from name in names
                   select new Metric(MetricSource.Namespace, name, [owner]),
            ],
            next));
    }

    private static bool Fits(Dimension owner, IReadOnlyList<DimensionFilter>? filters) =>
        (filters ?? []).All(filter => filter.Name == owner.Name && (filter.Value ?? owner.Value) == owner.Value);

    /// <summary>Directories, then WorkSpaces, each in the order of their ids; so an id says where to go on.</summary>
    private async Task<IReadOnlyList<Dimension>> Owners(AccountId account, string? after, int limit)
    {
        var directories = (await view.Count())
            .Where(group => group.Account == account && string.CompareOrdinal(group.Directory.Value, after) > 0)
            .Select(group => group.Directory.Value).Distinct().Order(StringComparer.Ordinal).Take(limit)
            .Select(id => new Dimension(MetricSource.DirectoryDimension, id)).ToList();
        if (directories.Count == limit)
            return directories;
        WorkSpaceId? last = after is null || !after.StartsWith("ws-", StringComparison.Ordinal) ? null : new(after);
        var page = await view.List(new(Account: account), last, limit - directories.Count);
        return [.. directories, .. page.Items.Select(item => new Dimension(MetricSource.WorkSpaceDimension, item.Desktop.Id.Value))];
    }
}
