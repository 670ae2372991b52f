using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>Folds the event log into what bills are made from: each desktop's usage, and when its user was connected.</summary>
public sealed class UsageBook : IEventReader
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<Entity, CommitmentTerms> _agreed = [];

    /// <summary>Of every desktop that was ever launched, in the order of the launches.</summary>
    public IEnumerable<DesktopUsage> Usages => _entries.Values.Where(entry => entry.Usage.Desktop is not null).Select(entry => entry.Usage);

    /// <summary>What an account has agreed to; the usual until then.</summary>
    public CommitmentTerms CommitmentOf(AccountId account) => _agreed.GetValueOrDefault(Entity.Of(account), CommitmentTerms.Usual);

    public void Read(LoggedEvent happened)
    {
        if (happened.Event is CommitmentAgreed agreed)
            _agreed[happened.Entity] = agreed.Terms;
        if (happened.Entity.Kind != EntityKind.WorkSpace)
            return;
        if (!_entries.TryGetValue(happened.Entity.Key, out var entry))
            _entries.Add(happened.Entity.Key, entry = new(new(happened.Entity.Key)));
        entry.Read(happened.Event, happened.At);
    }

    /// <summary>When the user of a desktop was connected, in order.</summary>
    /// <param name="asOf">Where a session that is still open is cut.</param>
    public IReadOnlyList<RunningInterval> SessionsOf(WorkSpaceId desktop, Instant asOf) => _entries[desktop.Value].Sessions(asOf);

    private sealed class Entry(WorkSpaceId id)
    {
        private readonly List<RunningInterval> _sessions = [];
        private Instant? _connectedSince;

        public DesktopUsage Usage { get; private set; } = DesktopUsage.Unlaunched(id);

        public void Read(FleetEvent happened, Instant at)
        {
            Usage = UsageFold.Evolve(Usage, happened, at);
            if (happened is SessionOpened or StateChanged { Opened: not null })
                _connectedSince = at;
            else if (happened is SessionClosed)
                Close(at);
        }

        public List<RunningInterval> Sessions(Instant asOf) =>
            _connectedSince is { } since ? [.. _sessions, new(since, asOf)] : _sessions;

        private void Close(Instant at)
        {
            if (_connectedSince is { } since)
                _sessions.Add(new(since, at));
            _connectedSince = null;
        }
    }
}
