using System.Collections.Immutable;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Grains.Journal;

/// <summary>Keeps the newest lines in this process's memory, for a fleet without a database. Thread-safe.</summary>
public sealed class MemoryJournal(TimeProvider time) : IJournal, IJournalReader, IStartsAnew
{
    /// <summary>How many lines it keeps: some hundred megabytes at most.</summary>
    public const int Kept = 200_000;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _lines = new();
    private readonly RisingMark _end = new();
    private readonly List<Action<JournalEntry>> _listeners = [];
    private long _trimmed;

    /// <summary>Tells every later line, in their order, before anybody reads it.</summary>
    public void Listen(Action<JournalEntry> listener)
    {
        lock (_gate)
            _listeners.Add(listener);
    }

    public void Append(ImmutableArray<LoggedEvent> events)
    {
        lock (_gate)
        {
            foreach (var logged in events)
                Add(new(new(_trimmed + _lines.Count + 1), logged.At, logged.Entity, logged.Sequence, logged.Event));
            _end.Raise(_trimmed + _lines.Count);
        }
    }

    /// <summary>Positions go on, so that nobody who reads along loses his place.</summary>
    public void StartAnew()
    {
        lock (_gate)
        {
            _trimmed += _lines.Count;
            _lines.Clear();
        }
    }

    public async Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation = default)
    {
        JournalLimits.Check(limit, wait);
        await _end.Past(after.Value, wait, time, cancellation);
        lock (_gate)
        {
            var end = new JournalPosition(_trimmed + _lines.Count);
            if (end < after)
                return new([], after, JournalPosition.Beginning) { EndsBefore = end };
            var skip = (int)Math.Clamp(after.Value - _trimmed, 0, _lines.Count);
            ImmutableArray<JournalEntry> entries = [.. _lines.Skip(skip).Take(limit)];
            return new(entries, entries.IsEmpty ? after : entries[^1].Position, new(_trimmed));
        }
    }

    public Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.Check(limit, TimeSpan.Zero);
        lock (_gate)
            return Task.FromResult<ImmutableArray<JournalEntry>>([.. _lines.Where(line => line.Entity == entity && line.Sequence > afterSequence).Take(limit)]);
    }

    public Task<JournalPosition> End(CancellationToken cancellation = default) => Task.FromResult(new JournalPosition(_end.Value));

    public Task<ImmutableArray<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, WorkSpaceId? after, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.Check(limit, TimeSpan.Zero);
        lock (_gate)
        {
            var launches = _lines.Where(line => line.Sequence == 1).Select(line => (line.Entity, (line.Event as StateChanged)?.Terms?.Identity))
                .Where(launch => launch.Identity is not null).ToDictionary(launch => launch.Entity, launch => launch.Identity!);
            var ids = from line in _lines
                      where line.Event is StateChanged { To: Lifecycle.Terminated } && line.At >= since && IsOf(launches.GetValueOrDefault(line.Entity))
                      where string.CompareOrdinal(line.Entity.Key, after?.Value ?? "") > 0
                      select line.Entity.Key;
            // By the same order as the comparison, in whatever culture a test runs.
            return Task.FromResult<ImmutableArray<WorkSpaceId>>(
                [.. ids.Order(StringComparer.Ordinal).Take(limit).Select(id => new WorkSpaceId(id))]);
        }

        bool IsOf(WorkSpaceIdentity? launched) =>
            launched is null || ((account is null || launched.Account == account) && (directory is null || launched.Directory == directory));
    }

    private void Add(JournalEntry line)
    {
        _lines.Enqueue(line);
        foreach (var listener in _listeners)
            listener(line);
        if (_lines.Count <= Kept)
            return;
        _lines.Dequeue();
        _trimmed++;
    }
}
