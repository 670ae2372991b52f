using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using NodaTime;

namespace DeskFleet.Core.Directories;

/// <summary>One directory: its zones and how many WorkSpaces each has; never a list of them.</summary>
public sealed record DirectoryState(
    DirectoryId Id, bool IsRegistered, AccountId Account, ZoneId ZoneA, ZoneId ZoneB, bool IsDedicated, LeaseBook Places)
{
    /// <summary>Null: made elsewhere, only its id is known; or deleted.</summary>
    public DirectoryProfile? Profile { get; init; }

    /// <summary>When it was created here, or first registered.</summary>
    public Instant? CreatedAt { get; init; }

    public DirectorySettings Settings { get; init; } = DirectorySettings.None;

    /// <summary>Ids of the IP access groups on it.</summary>
    public ImmutableArray<string> IpGroups { get; init; } = [];

    /// <summary>There is such a directory.</summary>
    public bool Exists => IsRegistered || Profile is not null;

    /// <summary>WorkSpaces that are not terminated, those being launched included.</summary>
    public int WorkSpaces => IsRegistered ? Count(ZoneA) + Count(ZoneB) : 0;

    /// <summary>What desktops get that are launched here.</summary>
    public DesktopSettings Desktops { get; init; } = DesktopSettings.Default;

    /// <summary>As the activation service's stand-in: the account's own activation server can be reached from its network (BYO-07).</summary>
    public bool ReachesActivation { get; init; } = true;

    /// <summary>What it asks for at each sign-in besides the password (MFA-02); null: nothing.</summary>
    public SecondFactor? SecondFactor { get; init; }

    /// <summary>As the stand-in of what checks second factors: the code that is right; null: its servers are out of reach.</summary>
    public string? AcceptedCode { get; init; }

    /// <summary>Turns taken in the window of last Sunday, one book a zone at most (MNT-03).</summary>
    public ImmutableArray<TurnBook> Turns { get; init; } = [];

    /// <summary>When it had no WorkSpaces, of this month and the one before (DIR-16).</summary>
    public DirectoryUsage Usage { get; init; } = DirectoryUsage.None;

    /// <summary>WorkSpaces in a zone that are not terminated, those being launched included (PLC-02).</summary>
    public int Count(ZoneId zone)
    {
        var count = 0;
        foreach (var (slot, used) in Places.Used)
        {
            if (PlaceSlot.ZoneOf(slot) == zone)
                count += used;
        }

        return count;
    }

    /// <summary>Those of one bundle among them, without those that an earlier version has counted.</summary>
    public int Count(ZoneId zone, BundleId bundle) => Places.Count(PlaceSlot.Of(zone, bundle));
}

/// <summary>The machine of one directory: balances launches over its two zones (PLC-01..03, BYO-14); the other parts are its administration and who may sign in with what.</summary>
public sealed partial class Directory : IStateMachine<DirectoryState>
{
    public static EntityKind Kind => EntityKind.Directory;

    public static DirectoryState Initial(string key) => new(new(key), false, default, default, default, false, LeaseBook.Empty);

    public static Instant? Deadline(DirectoryState state) => state.Places.NextExpiry();

    public static Decision? Due(DirectoryState state, Instant now) => LeaseDesk.Due(state.Places, now);

    public static Question? NextQuestion(DirectoryState state, Command command, Answers answers, Instant now) => null;

    public static Decision Decide(DirectoryState state, Command command, Answers answers, Instant now) => command switch
    {
        CreateDirectory create => Create(state, create),
        RegisterDirectory register => Register(state, register),
        DeregisterDirectory c => Deregister(state, c),
        DeleteDirectory c => Delete(state, c),
        ConfigureDirectory c => Configure(state, c),
        ChangeDirectoryIpGroups c => ChangeIpGroups(state, c),
        ConfigureDesktops c => Configure(state, c),
        SetActivationReach c => c.IsReachable == state.ReachesActivation ? Decision.Nothing : Decision.Of(new ActivationReachSet(c.IsReachable)),
        CheckClient c => Check(state, c.Client),
        ConfigureSecondFactor c => Configure(state, c),
        SetCode c => c.Accepts == state.AcceptedCode ? Decision.Nothing : Decision.Of(new CodeSet(c.Accepts)),
        CheckCode c => Check(state, c),
        CheckActivation => Decision.Answer(new ActivationChecked(state.ReachesActivation)),
        LeasePlace lease => Lease(state, lease, now),
        TakeTurn take => Take(state, take.Zone, now),
        OccupyDirectory c => c.EmptySince == state.Usage.EmptySince ? Decision.Of(new DirectoryOccupied(c.At)) : Decision.Nothing,
        ReturnLease c when PlaceSlot.InBook(state.Places, c.Slot) is var slot && slot != c.Slot => Decide(state, c with { Slot = slot }, answers, now),
        _ => LeaseDesk.Decide(state.Places, command) is { } decision ? WithIdleTime(state, decision, now) : Decision.Nothing,
    };

    public static DirectoryState Evolve(DirectoryState state, FleetEvent happened, Instant at)
    {
        var usage = DirectoryUsage.Evolve(state.Usage, happened, at);
        var next = Fold(state, happened, at);
        return ReferenceEquals(usage, state.Usage) ? next : next with { Usage = usage.From(BillingMonth.Of(at).Previous) };
    }

    private static DirectoryState Fold(DirectoryState state, FleetEvent happened, Instant at) => happened switch
    {
        DirectoryRegistered e => state with
        {
            IsRegistered = true,
            Account = e.Account,
            ZoneA = e.ZoneA,
            ZoneB = e.ZoneB,
            IsDedicated = e.IsDedicated,
            Desktops = e.Desktops,
            CreatedAt = state.CreatedAt ?? at,
        },
        DirectoryCreated e => state with { Account = e.Account, Profile = e.Profile, CreatedAt = at },
        DirectoryDeregistered => state with { IsRegistered = false, Settings = DirectorySettings.None, IpGroups = [], SecondFactor = null },
        DirectoryDeleted => state with { Profile = null, CreatedAt = null },
        DirectoryConfigured e => state with { Settings = state.Settings.With(e.Settings) },
        DesktopsConfigured e => state with { Desktops = e.Desktops },
        ActivationReachSet e => state with { ReachesActivation = e.IsReachable },
        SecondFactorConfigured e => state with { SecondFactor = e.SecondFactor },
        CodeSet e => state with { AcceptedCode = e.Accepts },
        DirectoryIpGroupsChanged e => state with { IpGroups = e.Groups },
        TurnBooked e => state with { Turns = state.Turns.RemoveAll(book => book.Zone == e.Book.Zone).Add(e.Book) },
        _ => LeaseDesk.Evolve(state.Places, happened, at) is { } places ? state with { Places = places } : state,
    };

    private static Decision Lease(DirectoryState state, LeasePlace lease, Instant now)
    {
        if (!state.IsRegistered)
            return Decision.Refuse(RefusalCode.DirectoryNotRegistered, $"{state.Id} is not registered; register it with its two zones first.");
        if (state.Places.Find(lease.OperationId) is { } held)
            return AskAgain(state, lease, held, now);
        if (state.Places.IsSpent(lease.OperationId))
            return Decision.Answer(Grant(state, now, lease.OperationId, state.ZoneA, isTie: false));
        var fewer = Fewer(state, state.Count) ?? (lease.Bundle is { } bundle ? Fewer(state, zone => state.Count(zone, bundle)) : null);
        var (zone, isTie) = (fewer ?? LowerName(state), fewer is null);
        var lent = new Lease(lease.OperationId, Entity.Of(lease.WorkSpace), PlaceSlot.Of(zone, lease.Bundle), now + LeaseBook.Term) { GrantedAt = now };
        return Decision.Of(Grant(state, now, lease.OperationId, zone, isTie), new LeaseLent(lent));
    }

    /// <summary>
    /// The zone with fewer; null: both have the same number. All WorkSpaces count first (PLC-02). Where that leaves the choice, those of one bundle do, so
    /// that what only some hosts can take, such as desktops with a GPU, is divided as well as all are.
    /// </summary>
    private static ZoneId? Fewer(DirectoryState state, Func<ZoneId, int> count) =>
        (count(state.ZoneA) - count(state.ZoneB)) switch { 0 => null, > 0 => state.ZoneB, _ => state.ZoneA };

    /// <summary>The last WorkSpace is gone: its idle time begins, where somebody asks for it (DIR-16).</summary>
    private static Decision WithIdleTime(DirectoryState state, Decision decision, Instant now)
    {
        var isCounted = state is { IsRegistered: true, WorkSpaces: > 0, Usage: { IsCharged: true, EmptySince: null } };
        return isCounted && decision.Events.Aggregate(state, (so, e) => Evolve(so, e, now)).WorkSpaces == 0
            ? decision with { Events = decision.Events.Add(new DirectoryEmptied()) }
            : decision;
    }

    /// <summary>The same launch again: it has the same place, or moves to the other zone if that keeps the balance.</summary>
    private static Decision AskAgain(DirectoryState state, LeasePlace lease, Lease held, Instant now)
    {
        var (zone, bundle) = (PlaceSlot.ZoneOf(held.Slot), PlaceSlot.BundleOf(held.Slot));
        if (lease.OnTie is not { } wanted)
            return Decision.Of(Grant(state, now, lease.OperationId, zone, isTie: false), new LeaseRenewed(lease.OperationId));
        if (wanted == zone || !KeepsBalance(state, zone, wanted, bundle))
            return Decision.Answer(Grant(state, now, lease.OperationId, zone, isTie: false) with { GrantedAt = lease.GrantedAt ?? held.GrantedAt });
        return Decision.Of(Grant(state, now, lease.OperationId, wanted, isTie: false), new LeaseMoved(lease.OperationId, PlaceSlot.Of(wanted, bundle)));
    }

    /// <summary>Others may have come since both zones had the same number.</summary>
    private static bool KeepsBalance(DirectoryState state, ZoneId from, ZoneId to, BundleId? bundle) =>
        state.Count(to) < state.Count(from) && (bundle is not { } own || state.Count(to, own) < state.Count(from, own));

    /// <summary>So many desktops of a zone in each turn and no more, whatever happens to them (MNT-03). Only the numbers are kept.</summary>
    private static Decision Take(DirectoryState state, ZoneId zone, Instant now)
    {
        if (MaintenanceCalendar.OpenAt(Region.ZoneOf(state.Account.Region), now) is not { } window)
            return Decision.Refuse(RefusalCode.InvalidState, "No maintenance window is open; the next one is on Sunday.");
        var before = state.Turns.FirstOrDefault(book => book.Zone == zone);
        return TurnBook.Take(before, zone, window, state.Count(zone), now, Lot(state.Id, zone)) is { } book
            ? Decision.Of(new TurnTaken(MaintenanceTurn.StartOf(window, book.Index)), new TurnBooked(book))
            : Decision.Refuse(RefusalCode.LimitExceeded, $"All turns of this window in {zone} are taken; the next window is on Sunday.");
    }

    private static ulong Lot(DirectoryId id, ZoneId zone) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{id}/{zone}"));

    private static ZoneId LowerName(DirectoryState state) =>
        string.CompareOrdinal(state.ZoneB.Value, state.ZoneA.Value) < 0 ? state.ZoneB : state.ZoneA;

    private static PlaceLeased Grant(DirectoryState state, Instant now, OperationId operation, ZoneId zone, bool isTie) => new(
        operation, state.Account, zone, zone == state.ZoneA ? state.ZoneB : state.ZoneA, state.IsDedicated, isTie)
    {
        Desktops = state.Desktops,
        Domain = state.Profile?.Name,
        Type = state.Profile?.Type,
        EmptySince = state.Usage.EmptySince,
        GrantedAt = state.Places.GrantAt(operation, now),
    };
}
