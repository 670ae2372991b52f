using System.Diagnostics.Metrics;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>
/// How the whole fleet stands, folded from events by the entities' own machines. An event that is known already changes nothing. Thread-safe;
/// counting costs no pass over the WorkSpaces, however many there are.
/// </summary>
public sealed class Census : IStartsAnew
{
    private static readonly Lifecycle[] StatesToShow =
        [Lifecycle.Pending, Lifecycle.Available, Lifecycle.Unhealthy, Lifecycle.Starting, Lifecycle.Stopping, Lifecycle.Stopped, Lifecycle.Maintenance, Lifecycle.Error];

    private static readonly string[] WaitReasons = ["capacity", "start_slot", "machine"];

    private static readonly string[] RetriedVerbs = [nameof(Core.Drivers.DriverVerb.Hibernate), nameof(Core.Drivers.DriverVerb.Terminate)];

    private static readonly string[] MissedWindows = ["none", "one", "more"];

    private static readonly InstrumentSpec[] OfHosts =
    [
        InstrumentCatalogue.Hosts, InstrumentCatalogue.SeatsUsed, InstrumentCatalogue.CapacityUsed, InstrumentCatalogue.CapacityLimit, InstrumentCatalogue.LargestFree,
        InstrumentCatalogue.DrainsForgotten,
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _workSpaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, HostTally> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _commitments = new(StringComparer.Ordinal);
    private readonly Tally _tally = new();
    private StayBook _stays = new();
    private DeadlineBook _deadlines = new(DeadlineBook.OfTheLog);
    private Func<Instant, IReadOnlyDictionary<DeadlineKind, int>>? _overdueBesideTheLog;

    /// <summary>Overdue deadlines of the kinds that the log does not tell come from here; until then they are not reported.</summary>
    public void CountBesideTheLog(Func<Instant, IReadOnlyDictionary<DeadlineKind, int>> overdue)
    {
        lock (_gate)
            _overdueBesideTheLog = overdue;
    }

    public void StartAnew()
    {
        lock (_gate)
        {
            _workSpaces.Clear();
            _hosts.Clear();
            _commitments.Clear();
            (_stays, _deadlines) = (new(), new(DeadlineBook.OfTheLog));
            _tally.Clear();
        }
    }

    /// <summary>Takes one entity as it is stored, in place of what was known of it.</summary>
    /// <param name="sequence">How many events it has had.</param>
    public void Set(WorkSpaceState state, long sequence)
    {
        lock (_gate)
            Replace(state.Id.Value, new(state, sequence));
    }

    /// <inheritdoc cref="Set(WorkSpaceState, long)"/>
    public void Set(HostState state, long sequence)
    {
        lock (_gate)
            HostOf(state.Id).Set(state, sequence);
    }

    /// <param name="account">Account and region.</param>
    /// <param name="terms">What it has agreed on with the service (BYO-11).</param>
    public void Set(string account, CommitmentTerms terms)
    {
        lock (_gate)
            Commit(account, terms);
    }

    /// <summary>Folds one event.</summary>
    /// <returns>False when an earlier event of the entity is missing: then the census must begin anew.</returns>
    public bool Fold(LoggedEvent happened)
    {
        lock (_gate)
        {
            return happened.Entity.Kind switch
            {
                EntityKind.WorkSpace => FoldWorkSpace(happened),
                EntityKind.DedicatedHost => HostOf(new(happened.Entity.Key)).Fold(happened),
                EntityKind.Account => FoldAccount(happened),
                _ => true,
            };
        }
    }

    /// <summary>What is known of a WorkSpace; null: nothing.</summary>
    public WorkSpaceState? Find(string workSpace)
    {
        lock (_gate)
            return _workSpaces.TryGetValue(workSpace, out var known) ? known.State : null;
    }

    /// <summary>The zone of a host; null before it is registered.</summary>
    public ZoneId? ZoneOf(string host)
    {
        lock (_gate)
            return _hosts.TryGetValue(host, out var tally) ? tally.State.Pool?.Zone : null;
    }

    /// <summary>WorkSpaces that match, in the order of their ids.</summary>
    public IReadOnlyList<WorkSpaceState> Search(Func<WorkSpaceState, bool> matches, int atMost)
    {
        lock (_gate)
            return [.. _workSpaces.Values.Select(known => known.State).Where(matches).OrderBy(state => state.Id.Value, StringComparer.Ordinal).Take(atMost)];
    }

    /// <summary>Every host and how many desktops of which state hold its slots, by name.</summary>
    public IReadOnlyList<HostPicture> Hosts()
    {
        lock (_gate)
            return [.. _hosts.Values.Where(host => host.State.Pool is not null).Select(host => host.Picture())];
    }

    /// <summary>The counts behind one instrument.</summary>
    public IReadOnlyList<Measurement<double>> Measure(InstrumentSpec spec, Instant now)
    {
        lock (_gate)
        {
            if (spec == InstrumentCatalogue.OverdueDeadlines)
                CountOverdue(now);
            else if (spec == InstrumentCatalogue.OverlongStays)
                CountOverlong(now);
            else if (OfHosts.Contains(spec))
                CountHosts(now);
            return _tally.Measure(spec);
        }
    }

    private bool FoldAccount(LoggedEvent happened)
    {
        if (happened.Event is CommitmentAgreed agreed)
            Commit(happened.Entity.Key, agreed.Terms);
        return true;
    }

    private void Commit(string account, CommitmentTerms terms)
    {
        _commitments[account] = terms.Seats;
        if (_tally.Has(InstrumentCatalogue.ByolSeats, account))
            _tally.Put(InstrumentCatalogue.ByolCommitment, terms.Seats, account);
    }

    private bool FoldWorkSpace(LoggedEvent happened)
    {
        var key = happened.Entity.Key;
        var known = _workSpaces.GetValueOrDefault(key);
        if (known is null && happened.Event is not StateChanged { Terms: not null })
            return true; // Of one that is gone.
        known ??= new(WorkSpace.Initial(key), happened.Sequence - 1);
        if (happened.Sequence <= known.Sequence)
            return true;
        if (happened.Sequence > known.Sequence + 1)
            return false;
        Replace(key, new(WorkSpace.Evolve(known.State, happened.Event, happened.At), happened.Sequence));
        return true;
    }

    private void Replace(string key, Known now)
    {
        if (_workSpaces.TryGetValue(key, out var before))
            Count(before.State, -1);
        _deadlines.Move(before?.State, now.State);
        _stays.Move(before?.State, now.State);
        if (before?.State.Identity is null && now.State.Identity is { } desktop)
            BeginAtZero(desktop);
        if (now.State.Exists)
            _workSpaces[key] = now;
        else
            _workSpaces.Remove(key);
        Count(now.State, 1);
    }

    private void Count(WorkSpaceState state, int change)
    {
        if (!state.Exists || state.Identity is not { } desktop)
            return;
        var zone = desktop.Zone.Value;
        _tally.Add(InstrumentCatalogue.WorkSpaces, change, desktop.Directory.Value, zone, state.Lifecycle.ToWire());
        _tally.Add(InstrumentCatalogue.Sessions, state.Session is null ? 0 : change, desktop.Directory.Value);
        if (state.Awaited is not null)
            _tally.Add(InstrumentCatalogue.WaitingUsers, change, zone, WaitReason(state));
        if (state.Update is { } update)
            _tally.Add(InstrumentCatalogue.PendingUpdates, change, zone, MissedWindows[Math.Min(update.Missed, 2)]);
        if (state.Job is { Retry: not null } job)
            _tally.Add(InstrumentCatalogue.Retrying, change, job.Verb.ToString());
        if (state.Slot is { } slot)
            HostOf(slot.Host).Occupy(state.Lifecycle, desktop.Bundle.Size, change);
        CountSeat(desktop, change);
    }

    /// <summary>The states and waits that people look for are there from the first desktop on, at zero.</summary>
    private void BeginAtZero(WorkSpaceIdentity desktop)
    {
        foreach (var state in StatesToShow)
            _tally.Add(InstrumentCatalogue.WorkSpaces, 0, desktop.Directory.Value, desktop.Zone.Value, state.ToWire());
        foreach (var reason in WaitReasons)
            _tally.Add(InstrumentCatalogue.WaitingUsers, 0, desktop.Zone.Value, reason);
        foreach (var verb in RetriedVerbs)
            _tally.Add(InstrumentCatalogue.Retrying, 0, verb);
        foreach (var missed in MissedWindows)
            _tally.Add(InstrumentCatalogue.PendingUpdates, 0, desktop.Zone.Value, missed);
    }

    private void CountSeat(WorkSpaceIdentity desktop, int change)
    {
        if (!desktop.Bundle.BringsOwnLicence)
            return;
        var account = desktop.Account.ToString();
        _tally.Add(InstrumentCatalogue.ByolSeats, change, account);
        _tally.Put(InstrumentCatalogue.ByolCommitment, _commitments.GetValueOrDefault(account, CommitmentTerms.UsualSeats), account);
    }

    private void CountOverdue(Instant now)
    {
        Put(_deadlines.Overdue(now));
        if (_overdueBesideTheLog is { } others)
            Put(others(now));
    }

    private void CountOverlong(Instant now)
    {
        foreach (var (state, count) in _stays.Overlong(now))
            _tally.Put(InstrumentCatalogue.OverlongStays, count, state.ToWire());
    }

    private void Put(IReadOnlyDictionary<DeadlineKind, int> overdue)
    {
        foreach (var (kind, count) in overdue)
            _tally.Put(InstrumentCatalogue.OverdueDeadlines, count, DeadlineNames.Of(kind));
    }

    private void CountHosts(Instant now)
    {
        _tally.Clear(OfHosts);
        foreach (var host in _hosts.Values)
            host.AddTo(_tally, now);
    }

    private HostTally HostOf(HostId id)
    {
        if (!_hosts.TryGetValue(id.Value, out var tally))
            _hosts.Add(id.Value, tally = new(id));
        return tally;
    }

    private static string WaitReason(WorkSpaceState state) =>
        WaitReasons[state.Wait is not null ? 0 : state.Job is { WaitsForStartSlot: true } ? 1 : 2];

    private sealed record Known(WorkSpaceState State, long Sequence);
}
