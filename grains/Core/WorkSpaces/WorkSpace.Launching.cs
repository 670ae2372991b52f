using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Launching: everything is leased before the decision, so that a refusal is named in the call and nothing leaks.</summary>
public sealed partial class WorkSpace
{
    /// <summary>Place, bundle, key, tie-break, user, quota, seat of the key, room: in this order, and not one further once one is refused.</summary>
    private static Question? NextLaunchQuestion(WorkSpaceState state, LaunchWorkSpace launch, Answers answers)
    {
        if (state.Lifecycle != Lifecycle.None || LaunchFault(launch) is not null || LaunchRefused(launch, answers) is not null)
            return null;
        var directory = Entity.Of(launch.Directory);
        if (answers.Last<PlaceLeased>() is not { } place)
            return new(directory, new LeasePlace(launch.OperationId, state.Id) { Bundle = launch.Bundle });
        if (BundleQuestions.Next(place.Account, place.IsDedicated, launch.Bundle, answers) is { } question)
            return question;
        if (NextLaunchKeyQuestion(state, launch, place, answers) is { } keyQuestion)
            return keyQuestion;
        if (place.IsTie)
            return NextTieQuestion(state, launch, place, answers);
        if (answers.Last<UserClaimed>() is null)
            return new(Entity.Of(launch.Directory, launch.User), new ClaimUser(state.Id));
        if (answers.Last<QuotaLeased>() is null)
            return new(Entity.Of(place.Account), QuotaFor(state, BundleOf(answers), launch.Mode, launch.OperationId));
        if (NextSeatQuestion(state, launch, place, answers) is { } seatQuestion)
            return seatQuestion;
        return PlacementQuestions.Next(LaunchPlan(state, BundleOf(answers), place), answers);
    }

    private static LeaseQuota QuotaFor(WorkSpaceState state, Bundle bundle, RunningMode mode, OperationId operation) =>
        new(operation, state.Id, bundle.BringsOwnLicence, NeedsArrangement: bundle.IsGraphics && mode == RunningMode.AlwaysOn);

    private static Bundle BundleOf(Answers answers) => answers.Last<BundleResolved>()!.Bundle;

    /// <summary>On a tie the zone with more free capacity is the better one (PLC-02).</summary>
    private static Question NextTieQuestion(WorkSpaceState state, LaunchWorkSpace launch, PlaceLeased place, Answers answers)
    {
        var rooms = answers.Given.Where(given => given.Reply is Room).Select(given => ((Room)given.Reply).FreeVCpu).ToList();
        if (rooms.Count < 2)
            return new(Entity.Of(new HostPoolId(place.HostOwner, rooms.Count == 0 ? place.Preferred : place.Other)), new CheckRoom());
        var better = rooms[1] > rooms[0] ? place.Other : place.Preferred;
        return new(Entity.Of(launch.Directory), new LeasePlace(launch.OperationId, state.Id, better) { Bundle = launch.Bundle, GrantedAt = place.GrantedAt });
    }

    private static PlacementPlan LaunchPlan(WorkSpaceState state, Bundle bundle, PlaceLeased place) => new(
        state.Id,
        state.Epoch + 1,
        place.HostOwner,
        [place.Preferred, place.Other],
        new(bundle.Size, MayUseReserve: false),
        NeedsStartSlot: false,
        AskedBy.Person,
        MayWait: true);

    private static Decision DecideLaunch(WorkSpaceState state, LaunchWorkSpace launch, Answers answers, Instant now)
    {
        if (state.Lifecycle != Lifecycle.None)
            return Decision.Refuse(RefusalCode.ResourceExists, $"{state.Id} exists already; launch under a new operation id.");
        if ((LaunchFault(launch) ?? LaunchRefused(launch, answers)) is { } refused)
            return Decision.Refuse(refused);
        var decision = LaunchGranted(state, launch, answers, now);
        return decision.Reply is Refused ? decision : decision with { Events = decision.Events.AddRange(TagsAtLaunch(launch).Events) };
    }

    private static Decision LaunchGranted(WorkSpaceState state, LaunchWorkSpace launch, Answers answers, Instant now)
    {
        var place = answers.Last<PlaceLeased>()!;
        if (answers.Last<SlotReserved>() is { } slot)
            return LaunchPlaced(state, launch, place, slot, answers, now);
        return answers.Last<QueuedForCapacity>() is { } queued
            ? LaunchQueued(state, launch, place, queued, answers, now)
            : NoRoomFor(answers);
    }

    private static Decision LaunchPlaced(
        WorkSpaceState state, LaunchWorkSpace launch, PlaceLeased place, SlotReserved reserved, Answers answers, Instant now)
    {
        var zone = ZoneOf(answers);
        var slot = new SlotHeld(reserved.Host, reserved.Epoch);
        var job = DriverJobPolicy.NewJob(DriverVerb.Boot, reserved.Epoch, now);
        var terms = Terms(launch, place, zone, answers, now);
        var launched = Moved(state, Trigger.LaunchAccepted, "launched", now) with
        {
            Terms = terms,
            Slot = slot,
            Job = job,
            Placement = answers.Last<Proposal>()?.Explanation,
        };
        return Decision.Of(new Launched(state.Id, zone, Waits: false), launched, [.. Confirmations(terms, state.Id), ToDriver(state with { Identity = terms.Identity }, job, slot)]);
    }

    private static Decision LaunchQueued(
        WorkSpaceState state, LaunchWorkSpace launch, PlaceLeased place, QueuedForCapacity queued, Answers answers, Instant now)
    {
        var terms = Terms(launch, place, ZoneOf(answers), answers, now);
        var launched = Moved(state, Trigger.LaunchAccepted, "launched, waits for room", now) with { Terms = terms };
        var waits = new CapacityAwaited(new(PlacementGoal.Launch, now, queued.Until, ForSession: false), queued.Position, queued.Explanation, null);
        return new(new Launched(state.Id, terms.Identity.Zone, Waits: true), [launched, waits], [.. Confirmations(terms, state.Id)]);
    }

    private static LaunchTerms Terms(LaunchWorkSpace launch, PlaceLeased place, ZoneId zone, Answers answers, Instant now) => new(
        new(launch.OperationId, launch.Directory, launch.User, place.Account, place.HostOwner, zone, BundleOf(answers))
        {
            FromStaleImage = BundleOf(answers).IsStaleAt(now),
            Encryption = EncryptionOf(launch, place.Account),
            Domain = place.Domain,
            DirectoryType = place.Type,
        },
        launch.Mode,
        launch.AutoStopPeriod ?? AutoStop.DefaultPeriod,
        IsUnbalanced: zone != place.Preferred)
    {
        Settings = place.Desktops,
        LastSeatEndedAt = answers.Last<UserClaimed>()!.LastSeatEndedAt,
        DirectoryEmptySince = place.EmptySince,
    };

    private static IEnumerable<Effect> Confirmations(LaunchTerms terms, WorkSpaceId id)
    {
        var desktop = terms.Identity;
        yield return new(Entity.Of(desktop.Directory), new ConfirmLease(desktop.Launch, desktop.Place));
        yield return new(Entity.Of(desktop.Directory, desktop.User), new ConfirmUser(id));
        yield return new(Entity.Of(desktop.Account), new ConfirmLease(desktop.Launch, Account.SlotFor(desktop.Bundle.BringsOwnLicence)));
        if (desktop.Encryption is { } encryption)
            yield return new(Entity.Of(encryption.Key), new ConfirmLease(desktop.Launch, Key.SeatSlot));
    }

    private static Refused? BundleRefused(LaunchWorkSpace launch, Answers answers) =>
        BundleQuestions.Refused(launch.Bundle, answers)
        ?? (answers.Last<BundleResolved>() is { } resolved ? BundleRules.LaunchFault(resolved.Bundle, answers.Last<PlaceLeased>()!.IsDedicated) : null);

    private static Refused? LaunchFault(LaunchWorkSpace launch)
    {
        if (BundleQuestions.Fault(launch.Bundle) is { } notABundle)
            return notABundle;
        if (launch.Encryption is { } encryption && EncryptionRules.Fault(encryption) is { } badRequest)
            return badRequest;
        if (launch.User.Fault() is { } nobody)
            return new(RefusalCode.InvalidParameter, nobody);
        if (launch.AutoStopPeriod is { } && launch.Mode == RunningMode.AlwaysOn)
            return new(RefusalCode.InvalidParameter, "An AlwaysOn WorkSpace has no AutoStop period; leave it out.");
        return launch.AutoStopPeriod is { } period && !AutoStop.IsValid(period) ? BadPeriod(period) : TagsAtLaunch(launch).Reply as Refused;
    }

    /// <summary>A refusal by anybody but a pool: pools are asked in turn, and one that has nothing is not the end.</summary>
    private static Refused? LaunchRefused(LaunchWorkSpace launch, Answers answers) =>
        answers.RefusalBy(EntityKind.Directory) ?? BundleRefused(launch, answers) ?? KeyRefused(launch, answers) ?? answers.RefusalBy(EntityKind.User) ?? answers.RefusalBy(EntityKind.Account)
        ?? (answers.Last<QuotaLeased>() is { } quota ? TagsAtLaunch(launch, quota.MostTags).Reply as Refused : null);

    private static Decision NoRoomFor(Answers answers) => answers.RefusalBy(EntityKind.HostPool) is { } notAllocated
        ? Decision.Refuse(notAllocated)
        : Decision.Refuse(RefusalCode.InsufficientCapacity, "No host in the zone has room; add hosts or try again later.");

    /// <summary>The zone of the pool that answered last.</summary>
    private static ZoneId ZoneOf(Answers answers)
    {
        for (var i = answers.Given.Length - 1; i >= 0; i--)
        {
            if (answers.Given[i].Question is { Command: ProposeHosts } question)
                return HostPoolId.Parse(question.Target.Key).Zone;
        }

        throw new InvalidOperationException("A placement without a pool.");
    }
}
