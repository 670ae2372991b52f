using System.Diagnostics;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>A silo is killed when a launch is stored and nothing of what it owes has been delivered: all is one trace nevertheless.</summary>
public sealed class CrashTraceTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Once there is a WorkSpace the directory's record cannot be written: what the launch owes first goes nowhere.</summary>
    private const string Stall = """
        CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM fleet_record WHERE kind = 'WorkSpace') THEN PERFORM pg_sleep(600); END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER stall BEFORE UPDATE ON fleet_record FOR EACH ROW WHEN (NEW.kind = 'Directory') EXECUTE FUNCTION stall();
        """;

    private const string Resume = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep';
        DROP FUNCTION stall CASCADE;
        """;

    private static readonly string[] BeforeTheCrash =
        ["WorkSpace launch", "Directory leaseplace", "User claimuser", "Account leasequota", "HostPool proposehosts", "DedicatedHost reserveslot"];

    private static readonly string[] AfterTheCrash = ["Directory confirmlease", "driver boot", "WorkSpace driverreported", "DedicatedHost startended"];

    [Fact]
    public async Task Launch_KilledBeforeItsEffectsGoOut_IsOneTrace()
    {
        var connection = postgres.NewDatabase();
        using var receiver = new OtlpReceiver();
        using var silo = await LiveSilo.StartOn(connection, "--otlp", receiver.Address, "--trace-ratio", "0");
        await using var database = new PostgresDatabase(connection);
        await silo.Fleet.SetUp();
        await database.Execute(Stall);

        var (trace, root, desktop) = await Launch(silo);
        await Eventually.True(() => BeforeTheCrash.All(name => receiver.Has(trace, name)), $"spans of {string.Join(", ", BeforeTheCrash)}");
        var stored = await Stored.Of<WorkSpaceState>(database, Entity.Of(desktop));
        await silo.Kill();
        Assert.NotEmpty(stored.Owed);
        Assert.All(stored.Owed, owed => Assert.Contains(trace, owed.Trace, StringComparison.Ordinal));
        Assert.DoesNotContain(receiver.Spans, span => AfterTheCrash.Contains(span.Name));
        await database.Execute(Resume);
        await silo.StartProcess();

        await silo.Fleet.WaitFor(desktop, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        await Eventually.True(() => AfterTheCrash.All(name => receiver.Has(trace, name)), $"spans of {string.Join(", ", AfterTheCrash)} in the trace of before");
        await Eventually.True(
            () => receiver.Spans.Where(span => span.TraceId == trace).All(span => span.ParentId == root || receiver.Spans.Any(other => other.SpanId == span.ParentId)),
            "each span has its parent in the trace");
    }

    /// <summary>By a backend that traces; returns when the launch is stored and answered.</summary>
    private static async Task<(string Trace, string Root, WorkSpaceId Desktop)> Launch(LiveSilo silo)
    {
        using var source = new ActivitySource("backend of the crash");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("launch for ann")!;
        var launched = Assert.IsType<Launched>(await silo.Fleet.Launch(Fleet.Launch("ann")));
        return (activity.TraceId.ToHexString(), activity.SpanId.ToHexString(), launched.WorkSpace);
    }
}
