using System.Collections.Immutable;
using System.Diagnostics;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

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
        var refused = reply as Refused;
        if (_instruments.IsEnabled(InstrumentCatalogue.CommandDuration))
        {
            _instruments.Record(
                InstrumentCatalogue.CommandDuration,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                entity.Kind.ToString(),
                OperationNames.Of(command),
                refused?.Code.ToString());
        }

        if (refused is not null && command is Operation)
            projection.Refused(OperationNames.Of(command), refused.Code, (state as WorkSpaceState)?.Identity?.Pool);
    }

    /// <summary>A command failed and left it open what is stored.</summary>
    public void WriteFailed(Entity entity) => _instruments.Add(InstrumentCatalogue.WriteFailures, 1, entity.Kind.ToString());

    /// <summary>Events are stored.</summary>
    /// <param name="before">The state before the first of them.</param>
    public void Stored<TState, TMachine>(TState before, ImmutableArray<LoggedEvent> events)
        where TState : class
        where TMachine : IMachine<TState>
    {
        if (!_instruments.IsListenedTo || before is not (WorkSpaceState or HostState))
            return;
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
