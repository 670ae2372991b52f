using System.Text.Json.Nodes;

namespace DeskFleet.Api.Tests.Fuzzing;

/// <summary>
/// What operations want beyond what the wire model says: periods of whole minutes, a time before another, an id of its own for each query. A request that
/// keeps to it is refused for nothing but what the fleet says.
/// </summary>
internal static class Sense
{
    private const int Hour = 3600;
    private static readonly int[] Periods = [60, 300, Hour];
    private static readonly string[] Statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
    private static readonly string[] Metrics = ["Available", "UserConnected", "Stopped", "ConnectionAttempt", "NoSuchMetric"];

    public static JsonObject Make(string operation, JsonObject request, RequestMaker maker)
    {
        switch (operation)
        {
            case "GetMetricData":
                Data(request, maker);
                break;
            case "GetMetricStatistics":
                Statistic(request, maker);
                break;
            case "ScheduleKeyDeletion" when request.ContainsKey("PendingWindowInDays"):
                request["PendingWindowInDays"] = maker.Random.Next(7, 31);
                break;
            case "EnableKeyRotation" when request.ContainsKey("RotationPeriodInDays"):
                request["RotationPeriodInDays"] = 365;
                break;
        }

        return request;
    }

    private static void Data(JsonObject request, RequestMaker maker)
    {
        Times(request, maker);
        if (request.ContainsKey("MaxDatapoints"))
            request["MaxDatapoints"] = maker.Random.Next(1, 1000);
        var number = 0;
        foreach (var query in request["MetricDataQueries"]!.AsArray().Cast<JsonObject>())
        {
            query["Id"] = $"q{++number}";
            query["MetricStat"] = new JsonObject
            {
                ["Metric"] = Named(new() { ["Namespace"] = "AWS/WorkSpaces" }, maker),
                ["Period"] = maker.Pick(Periods),
                ["Stat"] = maker.Pick(Statistics),
            };
        }
    }

    private static void Statistic(JsonObject request, RequestMaker maker)
    {
        Times(request, maker);
        request["Period"] = Hour;
        request["Statistics"] ??= new JsonArray(maker.Pick(Statistics));
        if (maker.Random.Next(4) > 0)
            Named(request, maker)["Namespace"] = "AWS/WorkSpaces";
    }

    /// <summary>Of somebody who is there, in half of the cases.</summary>
    private static JsonObject Named(JsonObject metric, RequestMaker maker)
    {
        metric["MetricName"] = maker.Pick(Metrics);
        var dimension = maker.Pick(["WorkspaceId", "DirectoryId"]);
        metric["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = dimension, ["Value"] = maker.Known(dimension) ?? "nobody" });
        return metric;
    }

    /// <summary>Up to two days that end about now, where there are points.</summary>
    private static void Times(JsonObject request, RequestMaker maker)
    {
        var end = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / Hour * Hour) + Hour;
        request["StartTime"] = end - (maker.Random.Next(1, 48) * Hour);
        request["EndTime"] = end;
    }
}
