using DeskFleet.Core.Metrics;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>CloudWatch's reads of the metrics of WorkSpaces and directories (MON-01, MON-03).</summary>
internal sealed class MetricOperations(MetricReader reader) : IApiModule
{
    public const int MaxQueries = 500;
    public const int MaxPoints = 100_800;
    public const int MaxDatapoints = 1440;
    private const int PeriodStep = 60;

    /// <summary>By their names.</summary>
    internal static readonly Dictionary<string, Func<MetricPoint, double>> Statistics = new(StringComparer.Ordinal)
    {
        ["SampleCount"] = point => point.Count,
        ["Average"] = point => point.Average,
        ["Sum"] = point => point.Sum,
        ["Minimum"] = point => point.Minimum,
        ["Maximum"] = point => point.Maximum,
    };

    public void AddTo(ApiTable table)
    {
        table.Reads<GetMetricDataRequest>(WireService.CloudWatch, "GetMetricData", Data);
        table.Reads<GetMetricStatisticsRequest>(WireService.CloudWatch, "GetMetricStatistics", Statistic);
    }

    private async Task<ApiResult> Data(GetMetricDataRequest request, ApiCall call)
    {
        if (Fault(request) is { } fault)
            return WireError.Invalid(fault);
        var (place, unknown) = MetricPlace.Read(request.NextToken, call.At);
        if (unknown is not null)
            return unknown;
        // What has been answered already is not read again, and what a later page shows not yet.
        var wanted = request.MetricDataQueries.Where(query => query.ReturnData != false).Skip(place!.Query).ToList();
        var queries = wanted.Take(OnAPage(request, wanted)).ToList();
        var sources = queries.Select(query => query.AccountId is { } account && account != call.Account.Account ? null : SourceOf(query.MetricStat!)).ToList();
        var points = await MetricPoints.Read(reader, [.. sources.OfType<MetricSource>()], call.Account, place.Now);
        return ApiResult.Of(Page(request, queries, sources, points, place, wanted.Count));
    }

    /// <summary>How many queries may have points on one page, when each has all that it can have; one more where that is less.</summary>
    private static int OnAPage(GetMetricDataRequest request, List<MetricDataQuery> queries)
    {
        var (room, count) = ((double)(request.MaxDatapoints ?? MaxPoints), 0);
        while (count < queries.Count && room > 0)
            room -= Math.Ceiling((Duration.Min(request.EndTime - request.StartTime, MetricReader.Kept).TotalSeconds / queries[count++].MetricStat!.Period) + 1);
        return count;
    }

    private static GetMetricDataReply Page(
        GetMetricDataRequest request, List<MetricDataQuery> queries, List<MetricSource?> sources, MetricPoints points, MetricPlace place, int left)
    {
        var (results, room, skip) = (new List<MetricDataResult>(queries.Count), request.MaxDatapoints ?? MaxPoints, place.Point);
        for (var i = 0; i < queries.Count; i++, skip = 0)
        {
            var (query, stat) = (queries[i], queries[i].MetricStat!);
            IReadOnlyList<MetricPoint> all = sources[i] is { } source ? points.Of(source, request.StartTime, request.EndTime, Duration.FromSeconds(stat.Period)) : [];
            var taken = (request.ScanBy == "TimestampAscending" ? all : [.. all.Reverse()]).Skip(skip).Take(room).ToList();
            var isComplete = skip + taken.Count == all.Count;
            results.Add(new(
                query.Id,
                query.Label ?? stat.Metric.MetricName ?? query.Id,
                [.. taken.Select(point => point.At)],
                [.. taken.Select(Statistics[stat.Stat])],
                isComplete ? "Complete" : "PartialData"));
            room -= taken.Count;
            if (!isComplete)
                return new(results, new MetricPlace(place.Query + i, skip + taken.Count, place.Now).ToString());
            if ((room == 0 || i + 1 == queries.Count) && i + 1 < left)
                return new(results, new MetricPlace(place.Query + i + 1, 0, place.Now).ToString());
        }

        return new(results, null);
    }

    private async Task<ApiResult> Statistic(GetMetricStatisticsRequest request, ApiCall call)
    {
        if (Fault(request) is { } fault)
            return fault;
        var found = MetricSource.Of(request.Namespace, request.MetricName, request.Dimensions, request.Unit) is { } source
            ? (await MetricPoints.Read(reader, [source], call.Account, call.At)).Of(source, request.StartTime, request.EndTime, Duration.FromSeconds(request.Period))
            : [];
        double? Of(string statistic, MetricPoint point) => request.Statistics!.Contains(statistic) ? Statistics[statistic](point) : null;
        return ApiResult.Of(new GetMetricStatisticsReply(request.MetricName, [
            .. found.Select(point => new Datapoint(
                point.At, Of("SampleCount", point), Of("Average", point), Of("Sum", point), Of("Minimum", point), Of("Maximum", point), MetricSource.Unit)),
        ]));
    }

    private static MetricSource? SourceOf(MetricStat stat) => MetricSource.Of(stat.Metric.Namespace, stat.Metric.MetricName, stat.Metric.Dimensions, stat.Unit);

    private static string? Fault(GetMetricDataRequest request)
    {
        if (request.MetricDataQueries.Count > MaxQueries)
            return $"MetricDataQueries has {request.MetricDataQueries.Count} queries; give at most {MaxQueries}.";
        if (request.StartTime >= request.EndTime)
            return "StartTime must be before EndTime.";
        if (request.MaxDatapoints is < 1 or > MaxPoints)
            return $"MaxDatapoints must be 1 to {MaxPoints}.";
        if (request.MetricDataQueries.GroupBy(query => query.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"The id {twice.Key} is there twice; give each query its own.";
        return request.MetricDataQueries.Select(Fault).FirstOrDefault(fault => fault is not null);
    }

    private static string? Fault(MetricDataQuery query) =>
        query.MetricStat is not { } stat ? $"The query {query.Id} has no MetricStat; give one."
        : PeriodFault(stat.Period) is { } period ? $"The query {query.Id}: {period}"
        : Statistics.ContainsKey(stat.Stat) ? null
        : $"The query {query.Id}: Stat '{stat.Stat}' is not supported here; give one of {string.Join(", ", Statistics.Keys)}.";

    private static WireError? Fault(GetMetricStatisticsRequest request)
    {
        if (request.StartTime >= request.EndTime)
            return new("InvalidParameterValueException", "StartTime must be before EndTime.");
        if (PeriodFault(request.Period) is { } period)
            return new("InvalidParameterValueException", period);
        if (request.Statistics is null)
            return new("InvalidParameterCombinationException", "No statistic is asked for; give Statistics.");
        var points = (request.EndTime - request.StartTime).TotalSeconds / request.Period;
        return points <= MaxDatapoints ? null : new(
            "InvalidParameterCombinationException",
            $"The request may give {Math.Ceiling(points):0} points and at most {MaxDatapoints} are given; take a longer Period or less time, or GetMetricData.");
    }

    /// <summary>Null: it is possible.</summary>
    internal static string? PeriodFault(int period) =>
        period % PeriodStep == 0 && period <= MetricReader.Kept.TotalSeconds ? null : $"Period {period} is not possible; give a multiple of {PeriodStep}, at most {MetricReader.Kept.TotalSeconds}.";
}
