using DeskFleet.Core.Auditing;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>What goes wrong at a step.</summary>
public enum CrashFault
{
    None,

    /// <summary>The process dies and comes back; the machines and what they still have to report live on.</summary>
    ProcessDies,

    /// <summary>The process dies, and with it all reports that were under way.</summary>
    ProcessAndReportsDie,

    /// <summary>The next write at or after the step fails; nothing is stored.</summary>
    WriteFails,

    /// <summary>The next write at or after the step is stored, but the writer does not learn so.</summary>
    WriteIsDoubtful,
}

/// <summary>
/// The whole fleet on one thread as the grains run it: activations start from what is stored, effects go from the courier's memory, wakes come
/// from timers and, for what they have forgotten, from the stored instant. It counts every step and fails at those it is told.
/// </summary>
internal sealed class CrashFleet(CrashFault fault, params int[] faultsAt)
{
    /// <summary>How long the process is away.</summary>
    public static readonly Duration Downtime = Duration.FromSeconds(10);

    /// <summary>As the silo's scan of stored wakes does.</summary>
    private static readonly Duration ScanGrace = Duration.FromSeconds(2);
    private static readonly Duration ScanAgainAfter = Duration.FromSeconds(30);

    private const int ComesToRestWithin = 20_000;

    private readonly SortedDictionary<string, StoredEntity> _stored = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CrashCell> _active = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedList<long, (Outbox Outbox, OwedEffect Owed)>> _lanes = new(StringComparer.Ordinal);
    private bool _isArmed;
    private bool _isWriteFaultDue;

    public Instant Now { get; private set; } = Instant.FromUtc(2026, 3, 2, 9, 0);

    public Machines Machines { get; } = new();

    public List<LoggedEvent> Journal { get; } = [];

    /// <summary>Steps since <see cref="Arm"/>.</summary>
    public int Steps { get; private set; }

    /// <summary>Crashes and failed writes so far.</summary>
    public int Failures { get; private set; }

    /// <summary>From here on steps count.</summary>
    public void Arm() => _isArmed = true;

    public IEnumerable<TState> States<TState>()
        where TState : class =>
        _stored.Values.Select(stored => stored.Record).OfType<EntityRecord<TState>>().Select(record => record.State);

    public TState State<TState>(Entity entity)
        where TState : class => ((EntityRecord<TState>)_stored[entity.ToString()].Record).State;

    /// <summary>What a caller does: asks, and after an exception asks again under the same operation id.</summary>
    public Reply Call(Entity entity, Command command)
    {
        for (; ; )
        {
            var reply = Survive(() => Send(entity, command));
            DeliverAll();
            if (reply is not null)
                return reply;
        }
    }

    /// <summary>Moves the clock, stopping at every wake and report on the way.</summary>
    public void RunFor(Duration time)
    {
        var until = Now + time;
        for (var i = 0; NextMoment() is { } next && next <= until; i++)
        {
            Assert.True(i < ComesToRestWithin, $"Time does not come to rest at {Now}.");
            Now = Instant.Max(Now, next);
            Survive(Attend);
            DeliverAll();
        }

        Now = until;
    }

    internal void Step()
    {
        if (!_isArmed || !faultsAt.Contains(++Steps))
            return;
        if (fault is CrashFault.WriteFails or CrashFault.WriteIsDoubtful)
            _isWriteFaultDue = true;
        else
            throw new ProcessDiedException();
    }

    internal Reply Send(Entity entity, Command command)
    {
        if (entity.Kind == EntityKind.Driver)
            return Machines.Order(Now, (Core.Drivers.DriverCommand)command);
        return Activation(entity).Send(command);
    }

    internal void Write(Entity entity, IEntityRecord record, byte[] json, IEnumerable<LoggedEvent> lines)
    {
        Step();
        if (_isWriteFaultDue && fault == CrashFault.WriteFails)
            throw Failed();
        _stored[entity.ToString()] = new(entity, record, json);
        Journal.AddRange(lines);
        Audit();
        if (_isWriteFaultDue)
            throw Failed();
        Step();
    }

    internal void Take(Outbox outbox, IEnumerable<OwedEffect> effects)
    {
        var key = outbox.Owner.ToString();
        if (!_lanes.TryGetValue(key, out var lane))
            _lanes.Add(key, lane = []);
        foreach (var owed in effects)
            lane[owed.Number] = (outbox, owed);
    }

    internal void Drop(Entity entity) => _active.Remove(entity.ToString());

    /// <summary>Whatever has just been stored: the auditor never finds what is only under way.</summary>
    private void Audit()
    {
        foreach (var stored in _stored.Values)
            Assert.Empty(Comparisons.Of(stored.Record, entity => _stored.GetValueOrDefault(entity.ToString())?.Record, Now));
    }

    private IOException Failed()
    {
        _isWriteFaultDue = false;
        Failures++;
        return new("The storage did not answer.");
    }

    /// <summary>Null when something on the way failed.</summary>
    private T? Survive<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (ProcessDiedException)
        {
            Die();
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Die()
    {
        Failures++;
        _active.Clear();
        _lanes.Clear();
        if (fault == CrashFault.ProcessAndReportsDie)
            Machines.ForgetReports();
        Now += Downtime;
    }

    private CrashCell Activation(Entity entity)
    {
        var key = entity.ToString();
        if (_active.TryGetValue(key, out var cell))
            return cell;
        cell = CrashCell.Create(this, entity);
        _active.Add(key, cell);
        cell.Activate(_stored.GetValueOrDefault(key)?.Json);
        return cell;
    }

    private void DeliverAll()
    {
        for (var i = 0; _lanes.Values.FirstOrDefault(lane => lane.Count > 0) is { } lane; i++)
        {
            Assert.True(i < ComesToRestWithin, $"Effects do not come to rest; the last was {lane.Values[0].Owed}.");
            Survive(() => Deliver(lane));
        }
    }

    private Reply Deliver(SortedList<long, (Outbox Outbox, OwedEffect Owed)> lane)
    {
        var (outbox, owed) = lane.Values[0];
        Step();
        var reply = Send(owed.Effect.Target, owed.Effect.Command);
        Step();
        if (DriverReported.OfRefusal(owed.Effect.Command, reply) is { } refusal)
            Send(outbox.Owner, refusal);
        if (owed.Effect.WantsAnswer)
            Send(outbox.Owner, new Answered(owed.Effect.Target, owed.Effect.Command, reply, owed.Number));
        Step();
        if (lane.Remove(owed.Number, out var parcel))
            parcel.Outbox.MarkDelivered(owed.Number);
        return reply;
    }

    private Instant? NextMoment()
    {
        var next = Machines.NextReport;
        foreach (var cell in _active.Values)
            next = Instants.Earlier(next, cell.Deadline);
        foreach (var stored in _stored.Values)
            next = Instants.Earlier(next, stored.ScannedAt);
        return next;
    }

    private object Attend()
    {
        if (Machines.NextReport <= Now)
            Report();
        else if (_active.Values.FirstOrDefault(cell => cell.Deadline <= Now) is { } due)
            Wake(due.Self);
        else if (_stored.Values.FirstOrDefault(stored => stored.ScannedAt <= Now) is { } asleep)
            Scan(asleep);
        return this;
    }

    /// <summary>A host's agent says it until it is heard.</summary>
    private void Report()
    {
        var (workSpace, report) = Machines.FirstReport;
        Step();
        Send(Entity.Of(workSpace), report);
        Step();
        Machines.WasHeard();
    }

    private void Wake(Entity entity)
    {
        Step();
        Send(entity, new Wake());
        Step();
    }

    private void Scan(StoredEntity asleep)
    {
        asleep.ToldAt = Now;
        Wake(asleep.Entity);
    }

    private sealed class ProcessDiedException : Exception;

    /// <summary>What the database holds of one entity.</summary>
    private sealed class StoredEntity(Entity entity, IEntityRecord record, byte[] json)
    {
        public Entity Entity { get; } = entity;

        public IEntityRecord Record { get; } = record;

        public byte[] Json { get; } = json;

        public Instant? ToldAt { get; set; }

        /// <summary>When the scan of stored wakes tells it.</summary>
        public Instant? ScannedAt => Record.WakeAt is not { } wake ? null : ToldAt is { } told ? told + ScanAgainAfter : wake + ScanGrace;
    }
}
