using System.Net.Http.Headers;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>
/// One loop of a silo is broken on purpose: nothing is shown as true that is not, the page says which loop it is, and all else is done. The view has
/// tests of its own.
/// </summary>
public sealed class BrokenLoopTests(PostgresServer postgres)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Somebody's transaction that has written lines does not end: what was written since may not be read, and readers must not take it for all there
    /// is.
    /// </summary>
    [Fact]
    public async Task JournalTail_ThatDoesNotGetOn_IsNoReasonToShowAnOldListOrAnOldPictureAsNew()
    {
        var connection = postgres.NewDatabase();
        using var silo = await LiveSilo.StartOn(connection);
        await silo.Fleet.SetUp();
        await silo.Fleet.LaunchOne("ann");
        await Eventually.True(async () => (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items.Length == 1, "ann is listed");
        await using var database = new PostgresDatabase(connection);
        await using var writer = await database.Open(Cancellation);
        await using var transaction = await writer.BeginTransactionAsync(Cancellation);
        await using (var holds = writer.CreateCommand())
        {
            holds.CommandText = "LOCK TABLE fleet_journal IN ROW EXCLUSIVE MODE";
            await holds.ExecuteNonQueryAsync(Cancellation);
        }

        var bob = await silo.Fleet.LaunchOne("bob");
        await Eventually.True(async () => await Refusal(silo) is { } said && said.Contains("the end of the journal has not been known", Ordinal), "the list is refused", Patience);
        await Eventually.True(async () => (await Page(silo)).GetProperty("pictureSeconds").GetInt64() > 30, "the picture says how old it is", Patience);
        var page = await Page(silo);
        foreach (var loop in new[] { "journal_tail", "census" })
            Assert.Contains("does not end", Loop(page, loop).GetProperty("obstacle").GetString(), Ordinal);
        Assert.True(Loop(page, "journal_tail").GetProperty("ageSeconds").GetInt64() > 30);
        Assert.NotNull(await silo.Fleet.Describe(bob, Cancellation));
        var erased = Assert.IsType<Refused>(await silo.Fleet.EraseUser(Fleet.NewId(), Fleet.Directory, new("carl")));
        Assert.Contains("the end of the journal", erased.Message, Ordinal);

        await transaction.RollbackAsync(Cancellation);
        await Eventually.True(async () => await Refusal(silo) is null && (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items.Length == 2, "both are listed", Patience);
        await Eventually.True(async () => (await Page(silo)).GetProperty("pictureSeconds").GetInt64() <= 15, "the picture is new", Patience);
    }

    /// <summary>What the census reads of the journal cannot be read: the page says how old its counts are.</summary>
    [Fact]
    public async Task Census_ThatFails_SaysHowOldThePictureIs()
    {
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        await silo.Fleet.LaunchOne("ann");
        await using var database = silo.OpenDatabase();
        await Eventually.True(async () => Count(await Page(silo)) == 1, "ann is counted");

        await database.Execute("UPDATE fleet_view SET position = 'broken on purpose' WHERE name = 'trimmed'");
        await silo.Fleet.LaunchOne("bob");
        await Eventually.True(async () => (await Page(silo)).GetProperty("pictureSeconds").GetInt64() > 30, "the picture says how old it is", Patience);
        var census = Loop(await Page(silo), "census");
        Assert.NotEqual("", census.GetProperty("obstacle").GetString());
        // Its round ends a moment after the journal was heard of.
        await Eventually.True(async () => Loop(await Page(silo), "census").GetProperty("ageSeconds").GetInt64() > 30, "so does the loop", Patience);
        Assert.Equal(2, (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items.Length);

        await database.Execute("UPDATE fleet_view SET position = 0 WHERE name = 'trimmed'");
        await Eventually.True(async () => await Page(silo) is var page && Count(page) == 2 && page.GetProperty("pictureSeconds").GetInt64() <= 15, "bob is counted", Patience);
    }

    /// <summary>One account's alarms cannot be stored: they say so, and those of the next account are looked at.</summary>
    [Fact]
    public async Task Alarms_OfAnAccountThatCannotBeStored_SayThatTheyAreNotLookedAtAndHoldUpNoOther()
    {
        using var silo = await LiveSilo.Start("--insecure-local", "true");
        await using var database = silo.OpenDatabase();
        await database.Execute(
            $"CREATE TRIGGER broken BEFORE UPDATE ON fleet_record WHEN NEW.kind = 'Registry' AND NEW.key LIKE '%/eu-west-1' BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END");
        foreach (var region in new[] { "eu-west-1", "us-east-1" })
            await CloudWatch(silo, region, "PutMetricAlarm", Definition);

        await Eventually.True(async () => await Alarm(silo, "us-east-1") == ("ALARM", null), "the other account's alarm is looked at", Patience);
        await Eventually.True(async () => await Alarm(silo, "eu-west-1") == ("INSUFFICIENT_DATA", "EVALUATION_FAILURE"), "this one says that it is not", Patience);
        Assert.Contains("eu-west-1", Loop(await Page(silo), "alarms").GetProperty("obstacle").GetString(), Ordinal);

        await database.Execute("DROP TRIGGER broken");
        await Eventually.True(async () => await Alarm(silo, "eu-west-1") == ("ALARM", null), "it is looked at", Patience);
    }

    /// <summary>What is over cannot be purged: the loop says so, and what else it does is done.</summary>
    [Fact]
    public async Task Retention_ThatCannotPurge_SaysSoAndDoesTheRest()
    {
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        await silo.Kill();
        await using (var database = silo.OpenDatabase())
            await database.Execute("ALTER TABLE fleet_terminated RENAME COLUMN purged TO broken_on_purpose");

        await silo.StartProcess();
        await Eventually.True(async () => Loop(await Page(silo), "retention").GetProperty("obstacle").GetString()!.Contains("WorkSpaces: ", Ordinal), "the loop says so", Patience);
        var retention = Loop(await Page(silo), "retention");
        Assert.Equal(0, retention.GetProperty("rounds").GetInt64());
        using var http = new HttpClient();
        Assert.Contains("deskfleet_store_records{", await http.GetStringAsync(new Uri(silo.Address, "metrics"), Cancellation), Ordinal);
    }

    private static object Definition { get; } = new
    {
        AlarmName = "a",
        Namespace = "AWS/WorkSpaces",
        MetricName = "Available",
        Statistic = "Sum",
        Period = 300,
        EvaluationPeriods = 1,
        Threshold = 1.0,
        ComparisonOperator = "LessThanThreshold",
        TreatMissingData = "breaching",
        Dimensions = new[] { new { Name = "WorkspaceId", Value = "ws-nobody000" } },
    };

    private static async Task<(string?, string?)> Alarm(LiveSilo silo, string region)
    {
        var alarm = (await CloudWatch(silo, region, "DescribeAlarms", new { })).GetProperty("MetricAlarms")[0];
        return (alarm.GetProperty("StateValue").GetString(), alarm.TryGetProperty("EvaluationState", out var state) ? state.GetString() : null);
    }

    private static async Task<JsonElement> CloudWatch(LiveSilo silo, string region, string operation, object request)
    {
        using var http = new HttpClient();
        using var call = new HttpRequestMessage(HttpMethod.Post, silo.Address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request)) { Headers = { ContentType = new("application/x-amz-json-1.0") } },
            Headers =
            {
                { "X-Amz-Target", $"GraniteServiceVersion20100801.{operation}" },
                { "X-Amz-Date", DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture) },
            },
        };
        call.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential=x/{DateTime.UtcNow:yyyyMMdd}/{region}/monitoring/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        using var answer = await http.SendAsync(call, Cancellation);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, body);
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement.Clone();
    }

    private static JsonElement Loop(JsonElement page, string name) => page.GetProperty("loops").EnumerateArray().Single(loop => loop.GetProperty("loop").GetString() == name);

    private static double Count(JsonElement page) => page.GetProperty("states").EnumerateArray().Sum(state => state.GetProperty("count").GetDouble());

    /// <summary>What the operator's page is told.</summary>
    private static async Task<JsonElement> Page(LiveSilo silo)
    {
        using var http = new HttpClient();
        using var live = new StreamReader(await http.GetStreamAsync(new Uri(silo.Address, "operator/live"), Cancellation));
        string? line;
        do
            line = await live.ReadLineAsync(Cancellation);
        while (line?.StartsWith("data: ", Ordinal) == false);
        using var page = JsonDocument.Parse(line!["data: ".Length..]);
        return page.RootElement.Clone();
    }

    /// <summary>What is said in place of the list; null: it is there.</summary>
    private static async Task<string?> Refusal(LiveSilo silo)
    {
        try
        {
            await silo.Fleet.List(WorkSpaceFilter.All, null, 100);
            return null;
        }
        catch (FleetUnavailableException refused)
        {
            return refused.Message;
        }
    }
}
