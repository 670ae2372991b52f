using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>Runbooks about the silos themselves: one is not scraped, one is killed, and a record is made to disagree with another.</summary>
public sealed class SiloRunbookTests(PostgresServer postgres) : IDisposable
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    [Fact]
    public async Task Runbooks_OfSilos_TellAndMitigateRealFaults()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        var database = postgres.NewDatabase();
        using var oldest = await LiveSilo.StartOn(database);
        using var other = await LiveSilo.StartOn(database);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [other.Target]));
        var runbook = new Runbook(prometheus, oldest.Address);
        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetNobodyCounts")) is [1], "silos answer, and nobody counts");
        await Restarts(runbook, "DeskFleetNobodyCounts", oldest);
        await Eventually.True(() => runbook.IsItOver("DeskFleetNobodyCounts"), "DeskFleetNobodyCounts is over", AMinute);

        runbook.Variables["SILO"] = other.Address.ToString().TrimEnd('/');
        await other.Kill();
        await Eventually.True(async () => await runbook.IsItReal("DeskFleetSiloDown") is var told && Runbook.Values(told) is [0] && told.Contains("no answer", StringComparison.Ordinal), "DeskFleetSiloDown is real");
        await Restarts(runbook, "DeskFleetSiloDown", other);
        await Eventually.True(() => runbook.IsItOver("DeskFleetSiloDown"), "DeskFleetSiloDown is over", AMinute);
    }

    [Fact]
    public async Task Runbook_OfInvariants_TellsAndKeepsTheEvidence()
    {
        Assert.SkipUnless(FullRun.Is, "The auditor's rounds are a minute apart: tests/run.sh --full runs it.");
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        using var silo = await LiveSilo.Start();
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Accept(Entity.Of(Fleet.Directory, UserName.Of("ann")), new VacateUser(ann));
        var runbook = new Runbook(prometheus, silo.Address) { Variables = { ["DESKTOP"] = ann.Value } };

        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetInvariantViolated")).Any(value => value > 0), "DeskFleetInvariantViolated is real", 3 * AMinute);
        await runbook.Mitigate("DeskFleetInvariantViolated");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>In the place of systemd: who is asked to restart the silo does it.</summary>
    private async Task Restarts(Runbook runbook, string alert, LiveSilo silo)
    {
        var asked = Path.Combine(_folder, $"restart-{alert}");
        runbook.Variables["RESTART"] = $"touch {asked}";
        await runbook.Mitigate(alert);
        Assert.True(File.Exists(asked));
        await silo.Kill();
        await silo.StartProcess();
    }
}
