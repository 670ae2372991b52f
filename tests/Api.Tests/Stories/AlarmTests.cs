using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>Alarms as their users have them: set up by a real tool, told to a real webhook (MON-02).</summary>
public sealed class AlarmTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const string Story = "alarms.py";
    private static readonly string Clients = Repository.PathOf("tests", "Api.Tests", "Clients");

    public static TheoryData<string> Pythons() => [.. Tool.Pythons("boto3")];

    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    [Trait("Rule", "MON-02")]
    [Trait("RulePart", "API-01")]
    public async Task Cli_AnAlarm_IsEvaluatedAndToldToItsWebhook(string cli)
    {
        using var hook = new Webhook();
        using var silo = await ApiSilo.Start("--webhook-hosts", hook.Host);
        var aws = new AwsCli(cli, silo.Url);
        var (directory, desktop) = await Running(silo);

        // Given as an option of its own, an older command line would fetch the URL and send what it gets.
        await aws.Run("cloudwatch", "put-metric-alarm", "--cli-input-json", JsonSerializer.Serialize(Definition("busy", directory, hook.Url)));
        await silo.Advance(TimeSpan.FromMinutes(10));
        await Eventually.True(() => Task.FromResult(hook.Changes.Count == 1), "the webhook hears of the alarm");
        await silo.WorkSpaces("StopWorkspaces", new { StopWorkspaceRequests = new[] { new { WorkspaceId = desktop } } });
        await silo.Becomes(desktop, "STOPPED");
        await silo.Advance(TimeSpan.FromMinutes(20));
        await Eventually.True(() => Task.FromResult(hook.Changes.Count == 2), "the webhook hears that it is over");

        Assert.Equal(["INSUFFICIENT_DATA ALARM", "ALARM OK"], hook.Changes);
        var told = hook.Told.First().Body;
        Assert.Equal(("busy", "Available", 300), (
            told.GetProperty("AlarmName").GetString(), told.GetProperty("Trigger").GetProperty("MetricName").GetString(), told.GetProperty("Trigger").GetProperty("Period").GetInt32()));
        var alarm = (await aws.Run("cloudwatch", "describe-alarms", "--alarm-names", "busy"))!.Value.GetProperty("MetricAlarms")[0];
        Assert.Equal(("OK", hook.Url), (alarm.GetProperty("StateValue").GetString(), alarm.GetProperty("AlarmActions")[0].GetString()));
        var history = (await aws.Run("cloudwatch", "describe-alarm-history", "--alarm-name", "busy"))!.Value.GetProperty("AlarmHistoryItems").EnumerateArray().ToList();
        Assert.Equal(2, history.Count(item => item.GetProperty("HistoryItemType").GetString() == "StateUpdate"));
        await Eventually.True(
            async () => (await aws.Run("cloudwatch", "describe-alarm-history", "--history-item-type", "Action"))!.Value.GetProperty("AlarmHistoryItems").GetArrayLength() == 2,
            "both actions are in the history");
        await aws.Run("cloudwatch", "delete-alarms", "--alarm-names", "busy");
        Assert.Contains("ResourceNotFound", await aws.Fails("cloudwatch", "delete-alarms", "--alarm-names", "busy"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pythons))]
    [Trait("Rule", "MON-02")]
    [Trait("RulePart", "API-01")]
    public async Task Boto3_AlarmsWithPagesTagsAndRefusals_AreAsThere(string python)
    {
        var program = Tool.Installed(python, "Python's boto3");
        using var hook = new Webhook();
        using var silo = await ApiSilo.Start("--webhook-hosts", hook.Host);
        var (directory, _) = await Running(silo);

        var (exit, _, errors) = await Tool.Run(program, Clients, [Story, silo.Url, directory, hook.Url]);

        Assert.True(exit == 0, errors);
        Assert.EndsWith(" ALARM", Assert.Single(hook.Changes), StringComparison.Ordinal);
    }

    /// <summary>What has changed is told even where the silo ends before the webhook is there.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    [Trait("Rule", "MON-02")]
    public async Task Webhook_ThatIsAway_IsToldAfterARestartOnce(StoreKind kind)
    {
        using var store = new StoreOfKind(kind, postgres);
        var port = SiloProcess.FreePort();
        string[] options = ["--insecure-local", "--instant", "--control", "--webhook-hosts", $"127.0.0.1:{port}", .. store.Arguments];
        using (var silo = await ApiSilo.StartIn(store.Environment, options))
        {
            var (directory, _) = await Running(silo);
            await Put(silo, "busy", directory, $"http://127.0.0.1:{port}/alarm");
            await silo.Advance(TimeSpan.FromMinutes(10));
            await Eventually.Is("ALARM", () => StateOf(silo, "busy"), "the alarm");
            await silo.Stop();
        }

        using (var hook = new Webhook(port))
        using (var silo = await ApiSilo.StartIn(store.Environment, options))
        {
            await Eventually.True(async () => await Actions(silo) == 1, "the action is in the history");

            Assert.Equal(["INSUFFICIENT_DATA ALARM"], hook.Changes);
            Assert.Equal("000000000000/us-east-1/1", hook.Told.Single().Notice);
        }
    }

    [Fact]
    public async Task Webhook_ThatFails_IsToldAgainUntilItTakesIt()
    {
        using var hook = new Webhook { Status = 500 };
        using var silo = await ApiSilo.Start("--webhook-hosts", hook.Host);
        var (directory, _) = await Running(silo);
        await Put(silo, "busy", directory, hook.Url);
        await silo.CloudWatch("SetAlarmState", new { AlarmName = "busy", StateValue = "ALARM", StateReason = "to try it" });
        Assert.Empty(hook.Told);

        hook.Status = 200;

        await Eventually.True(() => Task.FromResult(hook.Changes is [var first, ..] && first == "INSUFFICIENT_DATA ALARM"), "the webhook takes it");
    }

    /// <summary>A silo reaches what its callers do not: nobody makes it call whom its operator has not named.</summary>
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://127.0.0.1:8080/operator/drain")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://user:secret@hooks.example.com/")]
    [InlineData("http://hooks.example.com:8080/")]
    [InlineData("http://hooks.example.com.evil.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("arn:aws:sns:us-east-1:000000000000:topic")]
    public async Task Put_AnActionThatIsNotAllowed_IsRefusedByName(string action)
    {
        using var silo = await ApiSilo.Start("--webhook-hosts", "hooks.example.com");

        var answer = await silo.CloudWatch("PutMetricAlarm", Definition("busy", "d-0123456789", action));

        Assert.Equal("ValidationException", answer.Error);
        Assert.Equal(200, (await silo.CloudWatch("PutMetricAlarm", Definition("busy", "d-0123456789", "https://hooks.example.com/a?b=c"))).Status);
        Assert.Equal(1, (await silo.CloudWatch("DescribeAlarms", new { })).Accepted().Body.GetProperty("MetricAlarms").GetArrayLength());
    }

    [Fact]
    public async Task Webhook_ThatSendsElsewhere_IsNotFollowed()
    {
        using var hook = new Webhook { Status = 302 };
        using var silo = await ApiSilo.Start("--webhook-hosts", hook.Host);
        await Put(silo, "busy", "d-0123456789", hook.Url);
        await silo.CloudWatch("SetAlarmState", new { AlarmName = "busy", StateValue = "ALARM", StateReason = "to try it" });

        hook.Status = 200;

        await Eventually.True(() => Task.FromResult(hook.Told.Count > 0), "the webhook takes it");
        Assert.All(hook.Told, told => Assert.Equal("/alarm", told.Path));
    }

    private static async Task<(string Directory, string Desktop)> Running(ApiSilo silo)
    {
        var directory = await silo.NewDirectory();
        var desktop = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        await silo.Becomes(desktop, "AVAILABLE");
        return (directory, desktop);
    }

    private static async Task Put(ApiSilo silo, string name, string directory, string url) =>
        (await silo.CloudWatch("PutMetricAlarm", Definition(name, directory, url))).Accepted();

    private static object Definition(string name, string directory, string url) => new
    {
        AlarmName = name,
        MetricName = "Available",
        Namespace = "AWS/WorkSpaces",
        Statistic = "Sum",
        Dimensions = new[] { new { Name = "DirectoryId", Value = directory } },
        Period = 300,
        EvaluationPeriods = 1,
        Threshold = 1,
        ComparisonOperator = "GreaterThanOrEqualToThreshold",
        AlarmActions = new[] { url },
        OKActions = new[] { url },
    };

    private static async Task<string?> StateOf(ApiSilo silo, string alarm) =>
        (await silo.CloudWatch("DescribeAlarms", new { AlarmNames = new[] { alarm } })).Accepted().Body.GetProperty("MetricAlarms")[0].GetProperty("StateValue").GetString();

    private static async Task<int> Actions(ApiSilo silo) =>
        (await silo.CloudWatch("DescribeAlarmHistory", new { HistoryItemType = "Action" })).Accepted().Body.GetProperty("AlarmHistoryItems").GetArrayLength();
}
