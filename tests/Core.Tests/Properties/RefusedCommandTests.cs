using CsCheck;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Properties;

/// <summary>
/// A refused command changes nothing anywhere: not the state, timer or meter of the desktop, no quota, place, key seat or host slot. What
/// was lent on the way comes back within the turn.
/// </summary>
public sealed class RefusedCommandTests
{
    private static readonly HostType Narrow = new("narrow", new(6, 12 * 1024, 0), StartSlots: 1);

    private static readonly Gen<(Step[] Steps, int Temper)> Histories = Gen.Select(Step.Any.Array[10, 40], Gen.Int[0, 10]);

    [Fact]
    public void Refused_InAnyHistory_LeavesEveryRecordAsItWas() =>
        Histories.Sample(history => Play(history.Steps, history.Temper, []), iter: 60, threads: 1);

    /// <summary>A property that meets no refusals proves nothing: these are what the owners of names, limits and keys say.</summary>
    [Fact]
    public void Histories_FromFixedSeeds_MeetTheRefusalsOfEveryOwner()
    {
        var met = new HashSet<RefusalCode>();
        for (var seed = 0UL; seed < 60; seed++)
        {
            var history = Histories.Generate(new PCG(0, seed), null, out _);
            Play(history.Steps, history.Temper, met);
        }

        RefusalCode[] expected =
        [
            RefusalCode.LimitExceeded, RefusalCode.ResourceExistsWorkSpace, RefusalCode.KeyLimitExceeded, RefusalCode.KmsKeyInvalid,
            RefusalCode.InvalidParameter, RefusalCode.ResourceNotFound, RefusalCode.DirectoryNotRegistered, RefusalCode.LicenceNotEligible,
            RefusalCode.WebAccessDisabled, RefusalCode.ClientNotSupported, RefusalCode.SecondFactorFailed,
        ];
        Assert.Empty(expected.Except(met));
    }

    private static void Play(Step[] steps, int temper, HashSet<RefusalCode> met)
    {
        var fleet = TinyFleet.With(Narrow, hostsInA: 1, hostsInB: 2, quota: Step.Desks - 1);
        fleet.Driver.Mood = order => Step.MoodOf(order, temper);
        fleet.Do(Entity.Of(Names.Key), new SetSeatLimit(2));
        for (var i = 0; i < steps.Length; i++)
        {
            foreach (var (entity, command) in CommandsOf(steps[i], 4 * i))
                Send(fleet, entity, command, met);
            if (steps[i].Operation(Names.Operation(4 * i)) is null)
                steps[i].Take(fleet);
        }
    }

    /// <summary>The step itself, a launch for a user who may have a desktop, and three things that are seldom lawful.</summary>
    private static IEnumerable<(Entity Entity, Command Command)> CommandsOf(Step step, int number)
    {
        if (step.Operation(Names.Operation(number)) is { } operation)
            yield return (Entity.Of(step.Desk), operation);
        var directory = step.How == 11 ? new DirectoryId("d-none") : Names.Directory;
        var launch = new LaunchWorkSpace(Names.Operation(number + 1), directory, UserName.Of($"user{step.Whom}"), Names.Standard.Id, RunningMode.AutoStop)
        {
            Encryption = step.How % 2 == 0 ? new(Root: true, User: true, Names.Key) : null,
        };
        yield return (Entity.Of(Names.WorkSpace(1000 + number)), launch);
        var id = Names.Operation(number + 2);
        yield return step.How switch
        {
            0 => (Entity.Of(Names.Account), new SetLimits(-1, GraphicsMonthlyEnabled: false)),
            1 => (Entity.Of(Names.Key), new SetSeatLimit(-1)),
            2 => (Entity.Of(step.Desk), new CreateTags(id, [.. Enumerable.Range(0, 51).Select(i => new Tag($"key{i}", "v"))])),
            3 => (Entity.Of(step.Desk), new ModifyWorkSpace(id, null, Duration.FromMinutes(7))),
            4 => (Entity.Of(step.Desk), new LaunchWorkSpace(id, Names.Directory, UserName.Of("zoe"), new BundleId("wsb-none"))),
            5 => (ImageOf(id), new CopyImage(id, Names.Account, "copy", Names.Account, new ImageId("wsi-none"))),
            7 => (Entity.Of(Names.Directory), new ConfigureDesktops(Names.Account with { Account = "other" }, DesktopSettings.Default)),
            8 => (Entity.Of(Names.Account), new EnrolLicences(new("EA-1", HasSoftwareAssurance: false, Instant.MaxValue), CommitmentTerms.Usual)),
            9 => (Entity.Of(Names.Account), new ActivateEnrolment([Names.ZoneA, Names.ZoneB])),
            10 => (Entity.Of(Names.Account, id.ToBundleId()), new CreateBundle(id, Names.Account, "ours", Hardware.Standard, new ImageId("wsi-none"))),
            6 => (ImageOf(id), new PermitImage(id, "other", IsPermitted: true)),
            _ => (Entity.Of(step.Desk), new CaptureImage(id, "golden")),
        };
        yield return (Entity.Of(Names.WorkSpace(1000 + number)), SeldomByANewcomer(step, Names.Operation(number + 3)));
        yield return step.How switch
        {
            0 or 1 => (ImageOf(id), new ImportImage(id, Names.Account, "own", HardwareFamily.General, Language.EnglishUS, Home, new("ami-own"))),
            2 => (Entity.Of(Names.Directory), new ConfigureSecondFactor(Names.Account, new([]))),
            3 => (Entity.Of(Names.Directory), new CheckCode(UserName.Of("zoe"), "000000")),
            4 => (Entity.Of(Names.Directory), new CheckClient(new(ClientKind.Chrome, ClientRules.OldestChrome))),
            _ => (ImageOf(id), new DeleteImage(id)),
        };
    }

    private static LicensedWindows Home { get; } = new(WindowsVersion.Windows10, WindowsEdition.Home, LicenceChannel.Volume);

    /// <summary>To the desktop that may just have been launched.</summary>
    private static Command SeldomByANewcomer(Step step, OperationId id)
    {
        var connect = new Connect(id, UserName.Of($"user{step.Whom}"), Names.Session(1));
        return (step.How % 4) switch
        {
            0 => connect with { Client = new(ClientKind.Safari, 10) },
            1 => connect with { Client = new(ClientKind.Chrome, ClientRules.OldestChrome) },
            2 => new AssignApplication(id, new(""), ApplicationSource.Package),
            _ => new RebuildWorkSpace(id),
        };
    }

    private static Entity ImageOf(OperationId id) => Entity.Of(Names.Account, id.ToImageId());

    /// <summary>What was due by now has happened before: it would not be the command's doing.</summary>
    private static void Send(TinyFleet fleet, Entity entity, Command command, HashSet<RefusalCode> met)
    {
        fleet.Run(Duration.Zero);
        var before = fleet.Stored();
        if (fleet.Send(entity, command) is Refused refused)
        {
            met.Add(refused.Code);
            var changed = fleet.ChangedSince(before).ToList();
            Assert.True(changed.Count == 0, $"{command} was refused with {refused.Code} and changed {string.Join(", ", changed)}.");
        }

        fleet.DeliverAll();
    }
}
