using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// Encryption (ENC-01..16): chosen at launch and for life. The key is looked at when a launch is admitted, when its volumes are made, and
/// before every restart and rebuild; a running desktop does not need it.
/// </summary>
public sealed partial class WorkSpace
{
    /// <summary>What a launch into this account will have encrypted; null: nothing.</summary>
    private static VolumeEncryption? EncryptionOf(LaunchWorkSpace launch, AccountId account) =>
        launch.Encryption is { IsWanted: true } wanted ? new(wanted.Root, wanted.User, wanted.Key ?? KeyArn.DefaultOf(account)) { Named = wanted.Named } : null;

    /// <summary>Where the console asks for it, the default key (ENC-05); then whether the key may be used (ENC-07).</summary>
    private static Question? NextLaunchKeyQuestion(WorkSpaceState state, LaunchWorkSpace launch, PlaceLeased place, Answers answers)
    {
        if (EncryptionOf(launch, place.Account) is not { } encryption)
            return null;
        return launch.Encryption is { Key: null, MakesDefaultKey: true } && answers.Given.All(given => given.Question.Command is not CreateKey)
            ? new(Entity.Of(encryption.Key), new CreateKey())
            : KeyCalls.Next(KeyUse.Launch, encryption, state.Id, answers);
    }

    /// <summary>After everything else but room: a seat of the key (ENC-04).</summary>
    private static Question? NextSeatQuestion(WorkSpaceState state, LaunchWorkSpace launch, PlaceLeased place, Answers answers) =>
        EncryptionOf(launch, place.Account) is { } encryption && answers.Last<SeatLeased>() is null
            ? new(Entity.Of(encryption.Key), new LeaseSeat(launch.OperationId, state.Id))
            : null;

    private static Refused? KeyRefused(LaunchWorkSpace launch, Answers answers)
    {
        if (answers.Last<PlaceLeased>() is not { } place || EncryptionOf(launch, place.Account) is not { } encryption)
            return null;
        return EncryptionRules.ScopeFault(encryption.Key, place.Account) ?? KeyCalls.Refused(answers) ?? answers.RefusalBy(EntityKind.Key);
    }

    /// <summary>The calls before a restart or rebuild; null: all made, one refused, or nothing is encrypted.</summary>
    private static Question? NextKeyQuestion(WorkSpaceState state, KeyUse use, Answers answers) =>
        state.Identity?.Encryption is { } encryption ? KeyCalls.Next(use, encryption, state.Id, answers) : null;

    private static Question? NextRebootQuestion(WorkSpaceState state, Answers answers, Instant now) =>
        NeedsHost(state) ? NextPlacementQuestion(state, PlacementGoal.Recover, AskedBy.Person, true, answers)
        : state.Slot is not null && !IsRebootingStill(state, now) ? NextKeyQuestion(state, KeyUse.Restart, answers)
        : null;

    /// <summary>The first boot is done and the volumes are made now (ENC-08).</summary>
    private static bool MakesVolumes(WorkSpaceState state, DriverReported report) =>
        state is { Identity.Encryption: not null, IsProvisioned: false, Job: { Verb: DriverVerb.Boot, WaitsForStartSlot: false } job }
        && job.Epoch == report.Epoch && report.Outcome == DriverOutcome.Done;

    /// <summary>The key can not be used when the volumes are made: the launch has failed, and says why.</summary>
    private static Decision VolumesNotMade(WorkSpaceState state, Refused refused, Instant now) =>
        FailFor(state, state.Lifecycle switch
        {
            Lifecycle.Pending => Trigger.ProvisioningFailed,
            Lifecycle.Starting => Trigger.StartStalled,
            _ => Trigger.Failed,
        }, refused, now);

    private static Decision FailFor(WorkSpaceState state, Trigger on, Refused refused, Instant now)
    {
        var failed = GiveUp(state, on, refused.Message, now);
        return failed with { Events = [.. failed.Events.Select(e => e is StateChanged moved ? moved with { Code = refused.Code } : e)] };
    }

    private static Effect[] ReturnSeat(WorkSpaceIdentity desktop) => desktop.Encryption is { } encryption
        ? [new(Entity.Of(encryption.Key), new ReturnLease(desktop.Launch, Key.SeatSlot), WantsAnswer: true)]
        : [];
}
