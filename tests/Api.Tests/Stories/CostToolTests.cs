using System.Globalization;
using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Tests.Support;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>Tools that read hours from CloudWatch: what they compute is what the bill says (MON-03, BIL-21).</summary>
public sealed class CostToolTests
{
    private static readonly string Clients = Repository.PathOf("tests", "Api.Tests", "Clients");
    private int _number;

    public static TheoryData<string> Pythons() => [.. Tool.Pythons("boto3")];

    [Theory]
    [MemberData(nameof(Pythons))]
    [Trait("Rule", "MON-03")]
    [Trait("Rule", "BIL-21")]
    [Trait("RulePart", "API-01")]
    public async Task CostTool_AMonthOfSessions_ComputesTheHoursOfTheBill(string python)
    {
        var program = Tool.Installed(python, "Python's boto3");
        using var silo = await ApiSilo.Start();
        var (directory, desktops) = await Stopped(silo, "Ann.Lee", "bea");
        var fleet = await silo.Backend();
        var before = await Task.WhenAll(desktops.Select(id => Hours(fleet, id)));
        var start = await Now(silo);
        await Work(silo, fleet, desktops[0], "Ann.Lee", TimeSpan.FromMinutes(171));
        await Work(silo, fleet, desktops[1], "bea", TimeSpan.FromMinutes(10));
        await Work(silo, fleet, desktops[1], "bea", TimeSpan.FromMinutes(21));
        var billed = await Task.WhenAll(desktops.Select(id => Hours(fleet, id)));

        var (exit, output, errors) = await Tool.Run(program, Clients, ["cost_tool.py", silo.Url, directory, Seconds(start), Seconds(await Now(silo))]);

        Assert.True(exit == 0, errors);
        var told = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            (billed[0] - before[0], billed[1] - before[1]),
            (told.GetProperty("hours").GetProperty("Ann.Lee").GetInt64(), told.GetProperty("hours").GetProperty("bea").GetInt64()));
        Assert.Equal((4L, 4L), (billed[0] - before[0], billed[1] - before[1]));
        // 171, 10 and 21 minutes from the seventh of an hour on.
        Assert.Equal(35 + 3 + 5, told.GetProperty("samples").GetDouble());
        Assert.Equal((3, "InvalidParameterValue"), (told.GetProperty("metrics").GetInt32(), told.GetProperty("code").GetString()));
        Assert.Equal(["ALWAYS_ON", "ALWAYS_ON"], await Modes(silo, desktops));
    }

    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    [Trait("Rule", "MON-01")]
    public async Task Cli_Metrics_AreThoseOfTheFleet(string cli)
    {
        using var silo = await ApiSilo.Start();
        var aws = new AwsCli(cli, silo.Url);
        var (directory, desktops) = await Stopped(silo, "ann", "bea");
        var start = await Now(silo);
        await silo.Advance(TimeSpan.FromHours(1));
        string[] during = ["--start-time", Iso(start), "--end-time", Iso(start + Duration.FromMinutes(30)), "--period", "300", "--namespace", "AWS/WorkSpaces"];

        var stopped = await aws.Run(["cloudwatch", "get-metric-statistics", .. during, "--metric-name", "Stopped", "--dimensions", $"Name=DirectoryId,Value={directory}", "--statistics", "Sum", "SampleCount"]);
        var nobody = await aws.Run(["cloudwatch", "get-metric-statistics", .. during, "--metric-name", "Stopped", "--dimensions", "Name=WorkspaceId,Value=ws-00000000a", "--statistics", "Sum"]);
        var listed = await aws.Run("cloudwatch", "list-metrics", "--namespace", "AWS/WorkSpaces", "--dimensions", $"Name=WorkspaceId,Value={desktops[0]}");
        var refused = await aws.Fails(["cloudwatch", "get-metric-statistics", .. during, "--metric-name", "Stopped", "--extended-statistics", "p90"]);

        var points = stopped!.Value.GetProperty("Datapoints").EnumerateArray().ToList();
        // From the five minutes in which the time begins.
        Assert.Equal(7, points.Count);
        Assert.All(points, point => Assert.Equal((2, 2), (point.GetProperty("Sum").GetDouble(), point.GetProperty("SampleCount").GetDouble())));
        Assert.Empty(nobody!.Value.GetProperty("Datapoints").EnumerateArray());
        Assert.Equal(9, listed!.Value.GetProperty("Metrics").GetArrayLength());
        Assert.Contains("ExtendedStatistics is not supported here", refused, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    [Trait("Rule", "AUD-01")]
    public async Task Cli_LookupEvents_TellsChangesAndRefusals(string cli)
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-trail-").FullName;
        using (var silo = await ApiSilo.Start("--store", "sqlite", "--data", folder))
        {
            var aws = new AwsCli(cli, silo.Url);
            var directory = await silo.NewDirectory();
            var id = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
            await silo.WorkSpaces("DeregisterWorkspaceDirectory", new { DirectoryId = directory });

            var all = (await aws.Run("cloudtrail", "lookup-events"))!.Value.GetProperty("Events").EnumerateArray().ToList();
            var ofDirectory = (await aws.Run(
                "cloudtrail", "lookup-events", "--lookup-attributes", $"AttributeKey=ResourceName,AttributeValue={directory}"))!.Value.GetProperty("Events").EnumerateArray().ToList();
            var launches = (await aws.Run(
                "cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateWorkspaces"))!.Value.GetProperty("Events").EnumerateArray().ToList();

            string Name(JsonElement told) => told.GetProperty("EventName").GetString()!;
            Assert.Equal(["DeregisterWorkspaceDirectory", "CreateWorkspaces", "RegisterWorkspaceDirectory"], all.Select(Name));
            Assert.Equal(all.Select(Name), ofDirectory.Select(Name));
            var launch = JsonDocument.Parse(Assert.Single(launches).GetProperty("CloudTrailEvent").GetString()!).RootElement;
            Assert.Equal("ann", launch.GetProperty("requestParameters").GetProperty("Workspaces")[0].GetProperty("UserName").GetString());
            var refused = JsonDocument.Parse(all[0].GetProperty("CloudTrailEvent").GetString()!).RootElement;
            Assert.Equal("InvalidResourceStateException", refused.GetProperty("errorCode").GetString());
            Assert.NotNull(await silo.StateOf(id));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Desktops that have stopped after their launch; then it is seven minutes past an hour.</summary>
    private static async Task<(string Directory, string[] Desktops)> Stopped(ApiSilo silo, params string[] users)
    {
        var directory = await silo.NewDirectory();
        var desktops = await silo.Launch(directory, "wsb-standard", "AUTO_STOP", users);
        foreach (var desktop in desktops)
            await silo.Becomes(desktop, "AVAILABLE");
        await silo.Advance(TimeSpan.FromHours(2));
        foreach (var desktop in desktops)
            await silo.Becomes(desktop, "STOPPED");
        await ToTheSeventhMinute(silo);
        return (directory, desktops);
    }

    private async Task Work(ApiSilo silo, FleetClient fleet, string desktop, string user, TimeSpan time)
    {
        await ToTheSeventhMinute(silo);
        var session = new SessionId($"s-{++_number}");
        await fleet.Connect(new(desktop), new(await NewId(silo), UserName.Of(user), session));
        await Eventually.True(async () => (await fleet.Describe(new WorkSpaceId(desktop)))?.Session == session, "the session is open");
        await silo.Advance(time);
        await fleet.Disconnect(new(desktop), new(await NewId(silo), session));
        await silo.Advance(TimeSpan.FromHours(2));
        await silo.Becomes(desktop, "STOPPED");
    }

    private static async Task ToTheSeventhMinute(ApiSilo silo)
    {
        var now = (await Now(silo)).ToUnixTimeSeconds();
        await silo.Advance(TimeSpan.FromSeconds(3600 - (now % 3600) + (7 * 60)));
    }

    private static async Task<long> Hours(FleetClient fleet, string desktop) => (await fleet.Describe(new WorkSpaceId(desktop)))!.MeteredHours;

    private static async Task<string?[]> Modes(ApiSilo silo, string[] desktops) =>
    [
        .. (await silo.WorkSpaces("DescribeWorkspaces", new { WorkspaceIds = desktops })).Accepted().Body.GetProperty("Workspaces").EnumerateArray()
            .Select(desktop => desktop.GetProperty("WorkspaceProperties").GetProperty("RunningMode").GetString()),
    ];

    private static async Task<Instant> Now(ApiSilo silo) =>
        InstantPattern.ExtendedIso.Parse(JsonDocument.Parse(await silo.Http.GetStringAsync("/control/clock")).RootElement.GetProperty("now").GetString()!).Value;

    private static async Task<OperationId> NewId(ApiSilo silo) => OperationId.At(await Now(silo), Guid.NewGuid().ToString("N"));

    private static string Seconds(Instant at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Iso(Instant at) => InstantPattern.General.Format(at);
}
