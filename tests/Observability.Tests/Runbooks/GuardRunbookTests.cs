using System.Net.Http.Json;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Views;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Silos;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using NodaTime;
using Directory = System.IO.Directory;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>Runbooks about what an operator forgets, about reports that are too bad to be true, and about records that nobody can read.</summary>
public sealed class GuardRunbookTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    [Fact]
    public async Task Runbooks_OfDrainsAndTheBrake_TellAndMitigateRealFaults()
    {
        Tool.Needs("promtool");
        using var silo = await LiveSilo.Start("--control", "true");
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        var runbook = new Runbook(prometheus, silo.Address);
        await silo.Fleet.SetUp(hosts: 3);
        await Eventually.True(async () => (await silo.Hosts("state=AVAILABLE")).Count == 6, "six hosts are known");
        var (here, there) = ((await silo.Hosts($"zone={Fleet.ZoneA}")).ToList(), (await silo.Hosts($"zone={Fleet.ZoneB}")).ToList());

        runbook.Variables["HOST"] = here[0].Value;
        await silo.Order($"hosts/{here[0].Value}/drain");
        await Advance(silo, Duration.FromHours(25));
        await Tells(runbook, "DeskFleetDrainForgotten", values => values.Contains(1));
        await runbook.Mitigate("DeskFleetDrainForgotten");
        await IsOver(runbook, "DeskFleetDrainForgotten");

        await silo.Order($"hosts/{here[1].Value}/lose");
        Assert.IsType<LossHeld>(await silo.Fleet.ReportHostLost(Fleet.NewId(), there[0], "does not answer"));
        runbook.Variables["HOST"] = there[0].Value;
        await Tells(runbook, "DeskFleetLossesHeld", values => values.Contains(1));
        await runbook.Mitigate("DeskFleetLossesHeld");
        await IsOver(runbook, "DeskFleetLossesHeld");
        Assert.Contains(there[0], await silo.Hosts("state=LOST"));
    }

    [Fact]
    public async Task Runbook_OfRecordsPassedOver_NamesThem()
    {
        Tool.Needs("promtool");
        using var silo = await LiveSilo.Start();
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        await Eventually.True(async () => (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items.Length == 1, "ann's desktop is listed");
        await silo.Kill();
        await using (var database = silo.OpenDatabase())
            await new OddRecords(database).Plant(ann);
        await silo.StartProcess();
        var runbook = new Runbook(prometheus, silo.Address);

        await Tells(runbook, "DeskFleetRecordsPassedOver", values => values.Any(value => value > 0));
        Assert.Contains("damaged-", await runbook.Mitigate("DeskFleetRecordsPassedOver"), StringComparison.Ordinal);
        Assert.Contains("auditor", await runbook.Mitigate("DeskFleetLoopLate"), StringComparison.Ordinal);
        Assert.True(await runbook.IsItOver("DeskFleetLoopLate"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task Tells(Runbook runbook, string alert, Func<List<double>, bool> isReal) =>
        Eventually.True(async () => isReal(Runbook.Values(await runbook.IsItReal(alert))), $"{alert} is real, as its runbook tells", Patience);

    private static Task IsOver(Runbook runbook, string alert) => Eventually.True(() => runbook.IsItOver(alert), $"{alert} is over, as its runbook tells", Patience);

    private static async Task Advance(LiveSilo silo, Duration by)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        using var response = await http.PostAsJsonAsync("control/clock", new { advanceSeconds = by.TotalSeconds }, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }
}
