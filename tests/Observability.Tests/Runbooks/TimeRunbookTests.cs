using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>
/// Runbooks about slowness and deadlines against real faults: machines that take two and a half times as long, and a database that takes no
/// WorkSpace's record. The fleet's clock runs 300 times as fast, so that an hour's AutoStop is due after 12 s.
/// </summary>
public sealed class TimeRunbookTests(PostgresServer postgres) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    private const string Refuse = """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON fleet_record FOR EACH ROW WHEN (NEW.kind = 'WorkSpace') EXECUTE FUNCTION refuse();
        """;

    private const string Mend = "DROP FUNCTION refuse CASCADE";

    [Fact]
    public async Task Runbooks_OfTime_TellAndMitigateRealFaults()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        var connection = postgres.NewDatabase();
        using var silo = await LiveSilo.StartOn(connection, "--time-scale", "300", "--driver-time-scale", "0.4");
        await using var database = new PostgresDatabase(connection);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        var runbook = new Runbook(prometheus, silo.Address);
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        (runbook.Variables["OWNER"], runbook.Variables["ZONE"]) = (Fleet.Provider.ToString(), (await silo.Fleet.Describe(ann))!.Zone.Value);
        await silo.Fleet.WaitFor(ann, Lifecycle.Stopped, Patience, TestContext.Current.CancellationToken);

        await SlowResumes(silo, prometheus, runbook, ann);
        await WritesFail(silo, database, runbook, ann);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Two, so that there is a rate.</summary>
    private static async Task SlowResumes(LiveSilo silo, PrometheusServer prometheus, Runbook runbook, WorkSpaceId ann)
    {
        for (var session = 1; session <= 2; session++)
        {
            var id = new SessionId($"s-{session}");
            await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), id));
            var resumes = $"sum(deskfleet_resume_duration_seconds_count) == {session}";
            await Eventually.True(async () => await prometheus.Query(resumes) is [_], "the resume is scraped");
            await silo.Fleet.Disconnect(ann, new(Fleet.NewId(), id));
            if (session == 1)
            {
                await silo.Fleet.Stop(ann, new(Fleet.NewId()));
                await silo.Fleet.WaitFor(ann, Lifecycle.Stopped, Patience, TestContext.Current.CancellationToken);
            }
        }

        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetResumeSlow")) is [> 0.06, > 0], "DeskFleetResumeSlow is real", Patience);
        runbook.Variables["INCIDENT"] = "slow resumes";
        Assert.Contains("accepted", await runbook.Mitigate("DeskFleetResumeSlow"), StringComparison.Ordinal);
    }

    /// <summary>Nothing can stop any more; when it can again the stop is late.</summary>
    private static async Task WritesFail(LiveSilo silo, FleetDatabase database, Runbook runbook, WorkSpaceId ann)
    {
        await database.Execute(Refuse);
        await Eventually.True(
            async () => Runbook.Values(await runbook.IsItReal("DeskFleetAutoStopOverdue")).Contains(1), "DeskFleetAutoStopOverdue is real", Patience);
        await Eventually.True(
            async () => Runbook.Values(await runbook.IsItReal("DeskFleetWritesFail")).Any(value => value > 0.1), "DeskFleetWritesFail is real", Patience);
        await runbook.Mitigate("DeskFleetAutoStopOverdue");
        await runbook.Mitigate("DeskFleetWritesFail");
        await database.Execute(Mend);

        await silo.Fleet.WaitFor(ann, Lifecycle.Stopped, Patience, TestContext.Current.CancellationToken);
        await Eventually.True(() => runbook.IsItOver("DeskFleetAutoStopOverdue"), "DeskFleetAutoStopOverdue is over");
        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetAutoStopLate")).Any(value => value > 60), "DeskFleetAutoStopLate is real");
        await runbook.Mitigate("DeskFleetAutoStopLate");
    }
}
