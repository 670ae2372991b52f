using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>
/// Folds the event log into what bills are made from: each desktop's usage and when its user was connected, each directory's idle time, each
/// account's commitment and packages. Setting the fleet up is no part of the run: what happened before the start counts as if it happened at the start.
/// </summary>
/// <param name="start">Of the run; nothing is charged before it.</param>
public sealed class UsageBook(Instant start) : IEventReader
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<DirectoryId, DirectoryUsage> _directories = [];
    private readonly Dictionary<AccountId, CommitmentTerms> _commitments = [];
    private readonly Dictionary<AccountId, ImmutableArray<PackageSpan>> _packages = [];

    /// <summary>Of the run.</summary>
    public Instant Start => start;

    /// <summary>Of every desktop that was ever launched, in the order of the launches.</summary>
    public IEnumerable<DesktopUsage> Usages => _entries.Values.Where(entry => entry.Usage.Desktop is not null).Select(entry => entry.Usage);

    /// <summary>Of every directory that was ever registered.</summary>
    public IEnumerable<KeyValuePair<DirectoryId, DirectoryUsage>> Directories => _directories.Where(directory => directory.Value.Account is not null);

    /// <summary>Every account with a desktop or with packages, in the order in which they came.</summary>
    public IEnumerable<AccountId> Accounts => Usages.Select(usage => usage.Desktop!.Account).Concat(_packages.Keys).Distinct();

    /// <summary>What an account has agreed to; the usual until then.</summary>
    public CommitmentTerms CommitmentOf(AccountId account) => _commitments.GetValueOrDefault(account, CommitmentTerms.Usual);

    /// <summary>What an account stored of packages.</summary>
    public ImmutableArray<PackageSpan> PackagesOf(AccountId account) => _packages.GetValueOrDefault(account, []);

    /// <summary>What the log says of a desktop; null: nothing.</summary>
    public DesktopUsage? UsageOf(WorkSpaceId desktop) => _entries.GetValueOrDefault(desktop.Value)?.Usage;

    /// <summary>When the desktop became usable, which may have been before the start; null: never.</summary>
    public Instant? FirstRanAt(WorkSpaceId desktop) => _entries[desktop.Value].FirstRanAt;

    public void Read(LoggedEvent happened)
    {
        switch (happened.Entity.Kind)
        {
            case EntityKind.WorkSpace:
                ReadDesktop(happened);
                break;
            case EntityKind.Directory:
                var directory = new DirectoryId(happened.Entity.Key);
                _directories[directory] = DirectoryUsage.Evolve(_directories.GetValueOrDefault(directory, DirectoryUsage.None), happened.Event, Instant.Max(happened.At, start));
                break;
            case EntityKind.Account:
                ReadAccount(AccountId.Parse(happened.Entity.Key), happened);
                break;
            default:
                break;
        }
    }

    /// <summary>When the user of a desktop was connected, in order.</summary>
    /// <param name="asOf">Where a session that is still open is cut.</param>
    public IReadOnlyList<RunningInterval> SessionsOf(WorkSpaceId desktop, Instant asOf) => _entries[desktop.Value].Sessions(asOf);

    private void ReadDesktop(LoggedEvent happened)
    {
        if (!_entries.TryGetValue(happened.Entity.Key, out var entry))
            _entries.Add(happened.Entity.Key, entry = new(new(happened.Entity.Key)));
        entry.Read(happened.Event, happened.At, start);
    }

    private void ReadAccount(AccountId account, LoggedEvent happened)
    {
        if (happened.Event is CommitmentAgreed agreed)
            _commitments[account] = agreed.Terms;
        else if (happened.Event is PackagesMetered metered)
            _packages[account] = PackagesOf(account).Add(new(metered.Gigabytes, Instant.Max(happened.At, start)));
    }

    private sealed class Entry(WorkSpaceId id)
    {
        private readonly List<RunningInterval> _sessions = [];
        private Instant? _connectedSince;

        public DesktopUsage Usage { get; private set; } = DesktopUsage.Unlaunched(id);

        public Instant? FirstRanAt { get; private set; }

        public void Read(FleetEvent happened, Instant at, Instant start)
        {
            Usage = UsageFold.Evolve(Usage, Within(happened, start), Instant.Max(at, start));
            FirstRanAt ??= Usage.Usage.FirstAvailableAt is null ? null : at;
            if (happened is SessionOpened or StateChanged { Opened: not null })
                _connectedSince = at;
            else if (happened is SessionClosed)
                Close(at);
        }

        public List<RunningInterval> Sessions(Instant asOf) =>
            _connectedSince is { } since ? [.. _sessions, new(since, asOf)] : _sessions;

        private static FleetEvent Within(FleetEvent happened, Instant start) => happened is MeteringCorrected e
            ? e with { Was = Within(e.Was, start), Is = Within(e.Is, start) }
            : happened;

        private static RunningInterval Within(RunningInterval ran, Instant start) => new(Instant.Max(ran.Start, start), Instant.Max(ran.End, start));

        private void Close(Instant at)
        {
            if (_connectedSince is { } since)
                _sessions.Add(new(since, at));
            _connectedSince = null;
        }
    }
}
