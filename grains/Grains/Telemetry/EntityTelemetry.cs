using System.Collections.Immutable;
using System.Diagnostics;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>What a silo's entity grains tell of themselves: commands, refusals, and the events that they have stored. Thread-safe.</summary>
public sealed class EntityTelemetry(FleetProjection projection)
{
    private readonly FleetInstruments _instruments = projection.Instruments;

    /// <summary>A command was answered.</summary>
    /// <param name="started">From <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="state">The entity's state before it.</param>
    public void Told(Entity entity, Command command, Reply reply, object state, long started)
    {
        var refused = (reply as Settled)?.Refusal ?? reply as Refused;
        if (_instruments.IsEnabled(InstrumentCatalogue.CommandDuration))
        {
            _instruments.Record(
                InstrumentCatalogue.CommandDuration,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                entity.Kind.ToString(),
                OperationNames.Of(command),
                refused?.Code.ToString());
        }

        if (command is ReportMeasured measured && reply is Accepted && state is WorkSpaceState desktop)
            projection.Measured(desktop, measured);
        if (refused is not null && command is Operation or LastWord)
            projection.Refused(OperationNames.Of(command), refused.Code, state as WorkSpaceState);
    }

    /// <summary>A command failed and left it open what is stored.</summary>
    public void WriteFailed(Entity entity) => _instruments.Add(InstrumentCatalogue.WriteFailures, 1, entity.Kind.ToString());

    /// <summary>A record is stored.</summary>
    /// <param name="before">The state before the first of its events.</param>
    /// <param name="after">The state that is stored.</param>
    /// <param name="events">What of it is logged.</param>
    public void Stored<TState, TMachine>(TState before, TState after, ImmutableArray<LoggedEvent> events, Instant at)
        where TState : class
        where TMachine : IStateMachine<TState>
    {
        if (!_instruments.IsListenedTo || before is not (WorkSpaceState or HostState))
            return;
        if (before is WorkSpaceState was && after is WorkSpaceState now)
            projection.Stored(was, now, at);
        var state = before;
        foreach (var happened in events)
        {
            if (state is WorkSpaceState workSpace)
                projection.Read(workSpace, happened);
            else if (state is HostState host)
                projection.Read(host.Pool?.Zone, happened);
            state = TMachine.Evolve(state, happened.Event, happened.At);
        }
    }
}
