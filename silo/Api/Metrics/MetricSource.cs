using DeskFleet.Core.Identity;
using DeskFleet.Core.Metrics;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>Which points are asked for.</summary>
/// <param name="WorkSpace">Null: of a directory.</param>
/// <param name="Directory">Null: of a WorkSpace.</param>
internal sealed record MetricSource(FleetMetric Metric, string? WorkSpace, string? Directory)
{
    public const string Namespace = "AWS/WorkSpaces";
    public const string Unit = "Count";
    public const string WorkSpaceDimension = "WorkspaceId";
    public const string DirectoryDimension = "DirectoryId";

    /// <summary>Metrics that have points.</summary>
    public static IReadOnlyList<FleetMetric> WithPoints { get; } =
        [.. Enum.GetValues<FleetMetric>().Except([FleetMetric.SessionLaunchTime, FleetMetric.InSessionLatency])];

    /// <summary>Null: nobody has such points, as of any metric that does not exist.</summary>
    public static MetricSource? Of(string? nameSpace, string? name, IReadOnlyList<Dimension>? dimensions, string? unit)
    {
        if (nameSpace != Namespace || (unit ?? Unit) != Unit || !Enum.TryParse<FleetMetric>(name, out var metric) || metric.ToString() != name)
            return null;
        return dimensions switch
        {
            [{ Name: WorkSpaceDimension } desktop] => new(metric, desktop.Value, null),
            [{ Name: DirectoryDimension } directory] => new(metric, null, directory.Value),
            _ => null,
        };
    }
}

/// <summary>Reads the points of several sources, each WorkSpace and directory once.</summary>
internal sealed class MetricPoints
{
    private readonly IReadOnlyDictionary<string, DesktopSeries> _workSpaces;
    private readonly Dictionary<string, IReadOnlyCollection<DesktopSeries>> _directories;
    private readonly Instant _now;

    private MetricPoints(IReadOnlyDictionary<string, DesktopSeries> workSpaces, Dictionary<string, IReadOnlyCollection<DesktopSeries>> directories, Instant now) =>
        (_workSpaces, _directories, _now) = (workSpaces, directories, now);

    public static async Task<MetricPoints> Read(MetricReader reader, IReadOnlyCollection<MetricSource> sources, AccountId account, Instant now)
    {
        var workSpaces = await reader.OfWorkSpaces(sources.Select(source => source.WorkSpace).OfType<string>(), account);
        var directories = new Dictionary<string, IReadOnlyCollection<DesktopSeries>>(StringComparer.Ordinal);
        foreach (var directory in sources.Select(source => source.Directory).OfType<string>().Distinct(StringComparer.Ordinal))
            directories.Add(directory, await reader.OfDirectory(directory, account));
        return new(workSpaces, directories, now);
    }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<MetricPoint> Of(MetricSource source, Instant start, Instant end, Duration period)
    {
        var from = Instant.Max(DesktopSeries.Floor(start, period), DesktopSeries.Floor(_now - MetricReader.Kept, period));
        if (source.WorkSpace is { } id)
            return _workSpaces.TryGetValue(id, out var series) ? series.Points(source.Metric, from, end, period, _now) : [];
        var merged = new SortedDictionary<Instant, MetricPoint>();
        foreach (var point in _directories[source.Directory!].SelectMany(series => series.Points(source.Metric, from, end, period, _now)))
            merged[point.At] = merged.TryGetValue(point.At, out var others) ? others.With(point) : point;
        return [.. merged.Values];
    }
}
