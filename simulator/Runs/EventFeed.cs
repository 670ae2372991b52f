using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Reads events as they happen.</summary>
public interface IEventReader
{
    void Read(LoggedEvent happened);
}

/// <summary>Hands every event of a run to its readers, in the order in which it happened, and keeps none. The cheapest journal there is.</summary>
public class EventFeed(params IReadOnlyList<IEventReader> readers) : IJournal
{
    private readonly IEventReader[] _readers = [.. readers];

    /// <summary>Events so far.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of all lines so far; empty where no lines are written.</summary>
    public virtual string Hash => "";

    public void Append(ImmutableArray<LoggedEvent> events)
    {
        foreach (var happened in events)
            Append(happened);
    }

    /// <summary>An operation that was refused at the edge.</summary>
    public void Refused(Instant at, Entity entity, string operation, Refused refused) =>
        Append(new LoggedEvent(at, entity, 0, new OperationRefused(operation, refused.Code, refused.Message)));

    protected virtual void Write(LoggedEvent happened)
    {
    }

    private void Append(LoggedEvent happened)
    {
        Count++;
        foreach (var reader in _readers)
            reader.Read(happened);
        Write(happened);
    }
}
