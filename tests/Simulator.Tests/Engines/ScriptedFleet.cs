using System.Collections.Immutable;
using System.Text;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>One line of a script: at this time, tell this entity this.</summary>
public sealed record Line(Instant At, Entity Entity, Command Command);

/// <summary>What a script led to: the log as bytes, and each event.</summary>
public sealed record Played(string Log, ImmutableArray<LoggedEvent> Events, ImmutableArray<Reply> Replies, long Calls, long Writes);

/// <summary>
/// A small fleet on which a script is played, on either engine and always with all invariants: one dedicated directory over two zones,
/// some hosts in each.
/// </summary>
public sealed class ScriptedFleet
{
    public static readonly AccountId Account = new("acme", "us-east-1");
    public static readonly DirectoryId Staff = new("d-staff");
    public static readonly ZoneId ZoneA = new("us-east-1a");
    public static readonly ZoneId ZoneB = new("us-east-1b");
    public static readonly Bundle Standard = Bundle.Defaults[1] with { BringsOwnLicence = true };

    /// <summary>A key of the account, enabled.</summary>
    public static readonly KeyArn Key = KeyArn.Of(Account, "ours");

    public Instant Start { get; init; } = Instant.FromUtc(2026, 3, 2, 8, 0);

    public Duration Length { get; init; } = Duration.FromHours(5);

    /// <summary>Room for one Standard desktop, unless said otherwise.</summary>
    public HostType HostType { get; init; } = new("single", Standard.Size, 1);

    public int HostsPerZone { get; init; } = 1;

    public DriverBehaviour Driver { get; init; } = DriverBehaviour.Default;

    public ImporterBehaviour Importer { get; init; } = ImporterBehaviour.Default;

    public ulong Seed { get; init; } = 1;

    public int Repeats { get; init; } = 1;

    /// <summary>The id of the desktop that <see cref="Launch"/> makes for this user.</summary>
    public WorkSpaceId DesktopOf(string user, Instant launchedAt) => OperationId.At(launchedAt, user).ToWorkSpaceId();

    public static Line Launch(Instant at, string user, Bundle? bundle = null)
    {
        var operation = OperationId.At(at, user);
        var launch = new LaunchWorkSpace(operation, Staff, UserName.Of(user), (bundle ?? Standard).Id, RunningMode.AutoStop);
        return new(at, Entity.Of(operation.ToWorkSpaceId()), launch);
    }

    public async Task<Played> Play(EngineKind kind, IReadOnlyList<Line> script)
    {
        var time = new VirtualTime(Start) { Repeats = Repeats };
        var checks = new InvariantChecks();
        var events = new Recorder();
        var replies = ImmutableArray.CreateBuilder<Reply>();
        using var file = new MemoryStream();
        var log = new EventLog(file, checks, events);
        var store = new RecordStore(serializes: true, time, checks);
        var driver = new StandInDriver(Driver, new Chance(Seed), time);
        var importer = new StandInImageImporter(Importer, new Chance(Seed), time);
        await using IFleetEngine engine = kind == EngineKind.Core
            ? new CoreEngine(time, store, log, driver, importer)
            : await GrainsEngine.Start(time, store, log, driver, importer);
        foreach (var (number, line) in Setup().Concat(script).Index())
            time.Arrive(line.At, "", number, async e => replies.Add(await e.Send(line.Entity, line.Command)));
        while (time.NextAt is { } next && next < Start + Length)
        {
            if (next > time.Now)
                checks.Rest(time.Now);
            await time.Step(engine);
        }

        checks.Rest(time.Now);
        log.Dispose();
        return new(Encoding.UTF8.GetString(file.ToArray()), [.. events.Events], [.. replies.Skip(Setup().Count())], engine.Calls, store.Writes);
    }

    private IEnumerable<Line> Setup()
    {
        yield return new(Start, Entity.Of(Account), new SetLimits(1000, GraphicsMonthlyEnabled: false));
        yield return new(Start, Entity.Of(Staff), new RegisterDirectory(Account, ZoneA, ZoneB, IsDedicated: true));
        yield return new(Start, Entity.Of(Account, Standard.Id), new DefineBundle(Standard));
        yield return new(Start, Entity.Of(Key), new CreateKey());
        foreach (var zone in new[] { ZoneA, ZoneB })
            yield return new(Start, Entity.Of(new HostPoolId(Account, zone)), new AllocateHosts("first", HostType, HostsPerZone));
        yield return new(Start, Entity.Of(Account), new EnrolLicences(new("A-1", HasSoftwareAssurance: true, Start + Duration.FromDays(3650)), CommitmentTerms.Usual));
        yield return new(Start, Entity.Of(Account), new ActivateEnrolment([ZoneA, ZoneB]));
    }

    private sealed class Recorder : IEventReader
    {
        public List<LoggedEvent> Events { get; } = [];

        public void Read(LoggedEvent happened) => Events.Add(happened);
    }
}
