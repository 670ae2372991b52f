using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Reports;

namespace DeskFleet.Simulator.Tests.Bills;

/// <summary><c>bill</c> on the folder of a finished run.</summary>
public sealed class BillCommandTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    private const string March = "2026-03";

    [Fact]
    public async Task Bill_MonthOfARun_SaysWhatTheSummarySays()
    {
        var bill = await Json(runs.Ample);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(runs.Ample, "summary.json")));
        var cost = summary.RootElement.GetProperty("cost");

        Assert.True(JsonElement.DeepEquals(cost.GetProperty("months")[0], bill.GetProperty("month")));
        Assert.Equal(cost.GetProperty("total").GetDecimal(), bill.GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("total").GetDecimal()));
        Assert.Equal(240, bill.GetProperty("commitments")[0].GetProperty("contractSeats").GetInt32());
    }

    /// <summary>The hours of the log's closed intervals from the start on, counted without any of the billing code, and those that the bill adds for open ones.</summary>
    [Fact]
    public async Task Bill_Hours_AreThoseOfTheMeteredIntervals()
    {
        var bill = await Json(runs.Ample);
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(runs.Ample, "summary.json"), TestContext.Current.CancellationToken));
        var start = summary.RootElement.GetProperty("start").GetDateTimeOffset();
        var metered = File.ReadLines(Path.Combine(runs.Ample, "events.jsonl"))
            .Where(line => line.Contains("\"metered\":{", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetProperty("metered"))
            .Select(interval => (Start: interval.GetProperty("start").GetDateTimeOffset(), End: interval.GetProperty("end").GetDateTimeOffset()))
            .Sum(interval => Math.Max(0, Math.Ceiling((interval.End - (interval.Start < start ? start : interval.Start)).TotalHours)));
        var open = await OpenHours(bill);

        Assert.Equal(bill.GetProperty("month").GetProperty("billedHours").GetInt64(), metered + open);
        Assert.Equal(summary.RootElement.GetProperty("meteredHours").GetDouble(), metered);
    }

    [Fact]
    public async Task Bill_Csv_HasEveryLineOnceAndAddsUp()
    {
        var bill = await Json(runs.Ample);

        var csv = await SimulatorProcess.Run("bill", "--run", runs.Ample, "--month", March, "--csv");
        var rows = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal("workSpace,user,group,kind,item,count,share,unitPrice,from,amount", rows[0]);
        Assert.Equal(bill.GetProperty("lines").GetArrayLength(), rows.Length - 1);
        Assert.Equal(bill.GetProperty("month").GetProperty("total").GetDecimal(), rows.Skip(1).Sum(row => decimal.Parse(row.Split(',')[^1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Bill_ForPeople_TellsGroupsAndBreakEven()
    {
        var told = await SimulatorProcess.Run("bill", "--run", runs.Ample);

        Assert.Equal((0, ""), (told.ExitCode, told.Error));
        Assert.Contains("break-even sessions", told.Output, StringComparison.Ordinal);
        Assert.Matches("office +AutoStop +120 ", told.Output);
        Assert.Contains("commitment: Met, 240 contract seats of 200", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_OtherPrices_AreUsed()
    {
        using var folder = new TempFolder();
        var prices = File.ReadAllText(Path.Combine(runs.Ample, "prices.json"));
        var dearer = folder.Write("dearer.json", prices.Replace("\"alwaysOnMonth\": 25.00", "\"alwaysOnMonth\": 26.00", StringComparison.Ordinal));

        var bill = await Json(runs.Ample, "--prices", dearer);

        Assert.Equal(60, bill.GetProperty("month").GetProperty("alwaysOnMonth").GetDecimal() - (await Json(runs.Ample)).GetProperty("month").GetProperty("alwaysOnMonth").GetDecimal());
    }

    [Theory]
    [InlineData("2026-04", "is no month of this run; write --month with one of 2026-03")]
    [InlineData("march", "'march' is no month of this run")]
    public async Task Bill_NoSuchMonth_SaysWhichThereAre(string month, string said)
    {
        var ended = await SimulatorProcess.Run("bill", "--run", runs.Ample, "--month", month);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_PriceFileWithAFault_IsNamed()
    {
        using var folder = new TempFolder();
        var broken = folder.Write("broken.json", """{"prices":{"lists":[]},"options":{}}""");

        var ended = await SimulatorProcess.Run("bill", "--run", runs.Ample, "--prices", broken);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("The price book is empty: give at least one list.", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>Two accounts in one run, each with seats of its own to be held against.</summary>
    [Fact]
    public async Task Bill_TwoAccounts_EachIsHeldAgainstItsOwnCommitment()
    {
        using var folder = new TempFolder();
        var run = folder.Missing("run");
        var scenario = folder.Write("accounts.yaml", """
            start: 2026-03-02
            horizon: 31 d
            fleets:
              - account: large
                region: eu-central-1
                quota: 50
                enrolment: { seats: 40 }
                hosts: [{ zone: eu-central-1a, type: general, count: 1 }, { zone: eu-central-1b, type: general, count: 1 }]
                directories: [{ name: first, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
                groups: [{ name: f, users: 30, directory: first, bundle: Value, mode: AlwaysOn }]
              - account: little
                region: us-east-1
                enrolment: { seats: 5 }
                hosts: [{ zone: us-east-1a, type: general, count: 1 }, { zone: us-east-1b, type: general, count: 1 }]
                directories: [{ name: second, zones: [us-east-1a, us-east-1b], dedicated: true }]
                groups: [{ name: s, users: 8, directory: second, bundle: Value, mode: AlwaysOn }]
            billing: { shortfall: BillToCommitment }
            """);
        Assert.Equal(new Ended(0, "", ""), await SimulatorProcess.Run("run", scenario, "--engine", "core", "--out", run, "-q"));

        var bill = await Json(run);
        var told = await SimulatorProcess.Run("bill", "--run", run, "--month", March);

        Assert.Equal(
            [("large", 40, 30, 10), ("little", 5, 8, 0)],
            bill.GetProperty("commitments").EnumerateArray().Select(seats => (
                seats.GetProperty("account").GetString(), seats.GetProperty("committed").GetInt32(), seats.GetProperty("contractSeats").GetInt32(), seats.GetProperty("shortfall").GetInt32())));
        Assert.Equal([10L], bill.GetProperty("lines").EnumerateArray().Where(line => line.GetProperty("kind").GetString() == "CommitmentShortfall").Select(line => line.GetProperty("count").GetInt64()));
        Assert.Contains("commitment of large in eu-central-1: Breached, 30 contract seats of 40;", told.Output, StringComparison.Ordinal);
        Assert.Contains("commitment of little in us-east-1: Met, 8 contract seats of 5;", told.Output, StringComparison.Ordinal);
        Assert.Equal((38, 45), (new ReportFile(run).At("byolSeats.live"), new ReportFile(run).At("byolSeats.commitment")));
    }

    private static async Task<JsonElement> Json(string run, params string[] more)
    {
        var ended = await SimulatorProcess.Run(["bill", "--run", run, "--month", March, "--json", .. more]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        return JsonDocument.Parse(ended.Output).RootElement;
    }

    /// <summary>Started hours of AutoStop desktops that still ran when the run ended: from their last start without an end.</summary>
    private async Task<long> OpenHours(JsonElement bill)
    {
        var asOf = bill.GetProperty("asOf").GetDateTimeOffset();
        var runsSince = new Dictionary<string, DateTimeOffset>();
        await foreach (var line in File.ReadLinesAsync(Path.Combine(runs.Ample, "events.jsonl")))
        {
            var root = JsonDocument.Parse(line).RootElement;
            var happened = root.GetProperty("event");
            if (!happened.TryGetProperty("to", out var to))
                continue;
            if (to.GetString() == "AVAILABLE")
                runsSince.TryAdd(root.GetProperty("entity").GetString()!, root.GetProperty("at").GetDateTimeOffset());
            else if (happened.TryGetProperty("metered", out _))
                runsSince.Remove(root.GetProperty("entity").GetString()!);
        }

        var hourly = bill.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("kind").GetString() == "AutoStopBase").Select(l => "WorkSpace:" + l.GetProperty("workSpace").GetString()).ToHashSet();
        return runsSince.Where(ran => hourly.Contains(ran.Key)).Sum(ran => (long)Math.Ceiling((asOf - ran.Value).TotalHours));
    }
}
