using System.Text.Json;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Bills;

/// <summary>The bill of a month of which only hours are known, as the WorkSpaces Cost Optimizer writes them.</summary>
public sealed class HoursBillTests : IDisposable
{
    internal const string Report = """
        WorkspaceID,Billable Hours,Usage Threshold,Change Reported,Bundle Type,Initial Mode,New Mode,Username,Computer Name,DirectoryId,WorkspaceTerminated,Tags,ReportDate,
        ws-1,100,85,No change,STANDARD,AUTO_STOP,AUTO_STOP,ann,A-1,d-1,,"[{'Key': 'team', 'Value': 'a'}]",2026-03-31,
        ws-2,20,85,No change,STANDARD,AUTO_STOP,AUTO_STOP,bob,A-2,d-1,,"[]",2026-03-31,
        ws-3,10.5,80,No change,VALUE,ALWAYS_ON,ALWAYS_ON,cid,A-3,d-1,,"[]",2026-03-31,
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>By hand: 9.75 + 0.30 an hour or 35 for Standard, 7.25 + 0.22 a started hour or 25 for Value.</summary>
    [Fact]
    public async Task Bill_OfHours_IsThatOfThePriceList()
    {
        var ended = await SimulatorHere.Run("bill", "--hours", _folder.Write("report.csv", Report), "--json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using var json = JsonDocument.Parse(ended.Output);
        var bill = json.RootElement.GetProperty("bill");
        decimal Of(JsonElement part, string name) => part.GetProperty(name).GetDecimal();
        var (standard, value) = (bill.GetProperty("groups")[0], bill.GetProperty("groups")[1]);
        Assert.Equal((3, 130.5m, 39.75m + 15.75m + 25m, 35m + 15.75m + 9.67m), (bill.GetProperty("desktops").GetInt32(), Of(bill, "hours"), Of(bill, "total"), Of(bill, "best")));
        Assert.Equal((55.50m, 70m, 1m), (Of(standard, "asAutoStop"), Of(standard, "asAlwaysOn"), Of(standard, "toChange")));
        Assert.Equal((9.67m, 25m, 1m), (Of(value, "asAutoStop"), Of(value, "asAlwaysOn"), Of(value, "toChange")));
        Assert.Contains("no peak, no hosts, no waits", json.RootElement.GetProperty("cannotKnow").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_OfHoursForPeople_SaysWhatItCannotKnow()
    {
        var ended = await SimulatorHere.Run("bill", "--hours", _folder.Write("report.csv", Report.Replace("VALUE", "POWERPRO", StringComparison.Ordinal)));

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("3 desktops, 130.5 billable hours: not priced USD a month", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Hours alone say nothing of when people work", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws-2,20", "ws-1,20", ":3: WorkspaceID: \"ws-1\" stands in line 2 already")]
    [InlineData("ws-2,20", "ws-2,twenty", ":3: Billable Hours: \"twenty\" is no number of hours")]
    [InlineData("ws-2,20", "ws-2,745", ":3: Billable Hours: \"745\" is no number of hours")]
    [InlineData("ALWAYS_ON,ALWAYS_ON", "MANUAL,ALWAYS_ON", ":4: Initial Mode: \"MANUAL\" is no running mode")]
    [InlineData("Billable Hours", "Hours used", ":1: desktop: ", "hours")]
    public async Task Bill_OfHoursWithAFault_Exits2AndNamesThePlace(string sound, string broken, string place, string? column = null)
    {
        var ended = await SimulatorHere.Run("bill", "--hours", _folder.Write("report.csv", Report.Replace(sound, broken, StringComparison.Ordinal)));

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(column is null ? place : $"report.csv:1: {column}: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_OfNothingOrOfBoth_SaysWhichToName()
    {
        var (neither, both) = (await SimulatorHere.Run("bill"), await SimulatorHere.Run("bill", "--run", "out", "--hours", "report.csv"));

        Assert.All([neither, both], ended => Assert.Equal(2, ended.ExitCode));
        Assert.All([neither, both], ended => Assert.Contains("either the folder of a run with --run, or a report of hours with --hours", ended.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_DamagedReports_HaveFaultsAndNeverThrow()
    {
        for (var seed = 0; seed < Traces.RealLogTests.Damaged; seed++)
        {
            var path = _folder.Write("damaged.csv", new Fuzz.Mutator(seed).Break(Report));

            var (desktops, faults) = MonthlyHours.Read(path);

            Assert.True(desktops.Length > 0 || faults.Length > 0);
            Assert.All(faults, fault => Assert.StartsWith(path, fault.ToString(), StringComparison.Ordinal));
        }
    }
}
