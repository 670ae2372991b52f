using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>
/// People at work: each has a desktop, signs in and out, stops and starts it, and now and then gives it up for a new one. After an exception the same
/// command is repeated under the same id until it is answered, and every acknowledged one is written down.
/// </summary>
internal sealed class Load(FleetClient fleet, FleetDatabase database, int people) : IAsyncDisposable
{
    /// <summary>Longer than a silo is killed again and again: whoever is unlucky has no answer for minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<TimeSpan> _acknowledged = new();

    /// <summary>Acknowledged commands, and desktops that came to where they were awaited.</summary>
    private readonly ConcurrentQueue<(int Person, TimeSpan At)> _successes = new();
    private readonly ConcurrentDictionary<(string WorkSpace, string Move), int> _moves = new();
    private readonly ConcurrentDictionary<string, OpenedSession> _opened = new();

    /// <summary>Those that were promised for later, and closed perhaps before they opened.</summary>
    private readonly ConcurrentDictionary<string, OpenedSession> _promised = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly ConcurrentDictionary<string, string> _firstMessages = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>What took long to be acknowledged, all repetitions included.</summary>
    private readonly ConcurrentQueue<(TimeSpan Asked, TimeSpan Answered)> _long = new();
    private long _slowest;
    private long _slowestCall;
    private Task _work = Task.CompletedTask;

    public TimeSpan Now => _watch.Elapsed;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>The longest that anybody waited for the answer to one command, all repetitions included.</summary>
    public TimeSpan Slowest => new(Interlocked.Read(ref _slowest));

    /// <summary>The longest single call, whatever came of it.</summary>
    public TimeSpan SlowestCall => new(Interlocked.Read(ref _slowestCall));

    /// <summary>As <see cref="Slowest"/>, without the time within these faults.</summary>
    public TimeSpan SlowestBeside(IReadOnlyList<(TimeSpan From, TimeSpan To)> faults) => _long
        .Select(one => one.Answered - one.Asked - faults.Aggregate(TimeSpan.Zero, (sum, fault) => sum + Shared(one, fault)))
        .DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>What the first exception of each kind says.</summary>
    public IReadOnlyDictionary<string, string> FirstMessages => _firstMessages;

    /// <summary>Sessions that were promised for later.</summary>
    public int Promised => _promised.Count;

    /// <summary>Exceptions by kind.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public void Begin() => _work = Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(() => Work(person))));

    /// <summary>Everybody finishes what they do; returns when all desktops are at rest.</summary>
    public async Task End()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <summary>Acknowledged commands a second between two moments.</summary>
    public double Rate(TimeSpan from, TimeSpan to) => _acknowledged.Count(at => at >= from && at < to) / (to - from).TotalSeconds;

    /// <summary>For everybody, in ascending order, how long after this moment the first success came; for ever where none did.</summary>
    public IReadOnlyList<TimeSpan> FirstAfter(TimeSpan moment)
    {
        var firsts = _successes.Where(one => one.At > moment).GroupBy(one => one.Person).ToDictionary(group => group.Key, group => group.Min(one => one.At) - moment);
        return [.. Enumerable.Range(0, people).Select(person => firsts.GetValueOrDefault(person, TimeSpan.MaxValue)).Order()];
    }

    /// <summary>Each acknowledged command is in the journal, and once.</summary>
    public void AssertIn(JournalCheck journal)
    {
        Assert.Empty(journal.Faults);
        foreach (var (move, count) in _moves)
            Assert.True(count == journal.Moves.GetValueOrDefault(move), $"{move} was acknowledged {count} times, the journal has {journal.Moves.GetValueOrDefault(move)}.");
        foreach (var (session, told) in _opened)
        {
            var (opened, closed) = (journal.Opened.GetValueOrDefault(session), journal.Closed.GetValueOrDefault(session));
            Assert.True((opened, closed) == (1, 1), $"{told.WorkSpace}: session {session}, {told.Reply}, opened {opened} and closed {closed} times.");
        }

        Assert.All(_promised.Keys, session => Assert.InRange(journal.Opened.GetValueOrDefault(session), 0, 1));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task Work(int person)
    {
        var user = $"person-{person}";
        for (var life = 0; !_stop.IsCancellationRequested; life++)
        {
            var launch = Fleet.Launch(user);
            var id = launch.OperationId.ToWorkSpaceId();
            await Move(person, id, "LaunchAccepted", _ => fleet.Launch(launch));
            await Comes(person, id, Lifecycle.Available);
            for (var day = 0; day < 8 && !_stop.IsCancellationRequested; day++)
                await LiveADay(person, user, id, $"{user}-{life}-{day}");
            if (_stop.IsCancellationRequested)
                return;
            await Move(person, id, "TerminateAccepted", operation => fleet.Terminate(id, new(operation)));
            await Comes(person, id, Lifecycle.Terminated);
        }
    }

    private async Task LiveADay(int person, string user, WorkSpaceId id, string day)
    {
        foreach (var time in new[] { "morning", "noon", "evening" })
        {
            var session = new SessionId($"{day}-{time}");
            var reply = await Answer(person, operation => fleet.Connect(id, new(operation, UserName.Of(user), session)));
            (reply is Connected ? _opened : _promised)[session.Value] = new(id, reply);
            await Answer(person, operation => fleet.Disconnect(id, new(operation, session)));
        }

        await Move(person, id, "StopAccepted", operation => fleet.Stop(id, new(operation)));
        await Comes(person, id, Lifecycle.Stopped);
        await Move(person, id, "StartAccepted", operation => fleet.Start(id, new(operation)));
        await Comes(person, id, Lifecycle.Available);
    }

    private async Task Move(int person, WorkSpaceId id, string move, Func<OperationId, Task<Reply>> question)
    {
        await Answer(person, question);
        _moves.AddOrUpdate((id.Value, move), 1, (_, before) => before + 1);
    }

    /// <summary>Asks until it is acknowledged. A refusal, such as a user who is not vacated yet, is asked again under a new id.</summary>
    private async Task<Reply> Answer(int person, Func<OperationId, Task<Reply>> question)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var (operation, asked) = (Fleet.NewId(), Now);
            var reply = await Patient.Question(() => Timed(() => question(operation).WaitAsync(CallTime)), Patience, Count);
            Longest(ref _slowest, Now - asked);
            if (Now - asked > LongWait)
                _long.Enqueue((asked, Now));
            if (reply is not Refused refused)
            {
                _acknowledged.Enqueue(Now);
                _successes.Enqueue((person, Now));
                return reply;
            }

            _failures.AddOrUpdate(refused.Code.ToString(), 1, (_, before) => before + 1);
            Assert.True(watch.Elapsed < Patience, $"{operation} is refused for {Patience.TotalSeconds} s: {refused}");
        }
    }

    private async Task<Reply> Timed(Func<Task<Reply>> call)
    {
        var begun = Now;
        try
        {
            return await call();
        }
        finally
        {
            Longest(ref _slowestCall, Now - begun);
        }
    }

    private static void Longest(ref long longest, TimeSpan took)
    {
        for (var known = Interlocked.Read(ref longest); took.Ticks > known; known = Interlocked.Read(ref longest))
            Interlocked.CompareExchange(ref longest, took.Ticks, known);
    }

    private static TimeSpan Shared((TimeSpan From, TimeSpan To) one, (TimeSpan From, TimeSpan To) other)
    {
        var shared = (one.To < other.To ? one.To : other.To) - (one.From > other.From ? one.From : other.From);
        return shared > TimeSpan.Zero ? shared : TimeSpan.Zero;
    }

    private async Task Comes(int person, WorkSpaceId id, Lifecycle to)
    {
        if (!await fleet.Reaches(id, Patience, to))
            Assert.Fail($"{id} is not {to} after {Patience.TotalSeconds} s. {await StoredOf(id)}");
        _successes.Enqueue((person, Now));
    }

    /// <summary>The record and the newest lines of the journal, for whoever wonders what it waits for.</summary>
    private async Task<string> StoredOf(WorkSpaceId id)
    {
        var record = await Stored.Of<WorkSpaceState>(database, Entity.Of(id));
        var pool = record.State.Identity is { } desktop ? await Stored.Of<HostPoolState>(database, Entity.Of(new HostPoolId(desktop.HostOwner, desktop.Zone))) : null;
        return JsonSerializer.Serialize(record, FleetJson.Options) + "\n" + JsonSerializer.Serialize(pool, FleetJson.Options) + "\n"
            + await database.Rows($"SELECT sequence, at, event FROM fleet_journal WHERE key = '{id}' ORDER BY sequence DESC LIMIT 12");
    }

    private sealed record OpenedSession(WorkSpaceId WorkSpace, Reply Reply);

    private void Count(Exception failure)
    {
        _failures.AddOrUpdate(failure.GetType().Name, 1, (_, before) => before + 1);
        _firstMessages.TryAdd(failure.GetType().Name, failure.Message);
    }
}
