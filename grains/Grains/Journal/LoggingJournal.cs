using System.Collections.Immutable;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace DeskFleet.Grains.Journal;

/// <summary>Writes the event log to the silo's own log, one structured line an event.</summary>
public sealed partial class LoggingJournal(ILogger<LoggingJournal> logger) : IJournal
{
    public void Append(ImmutableArray<LoggedEvent> events)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        foreach (var logged in events)
            LogEvent(logger, logged.Entity, logged.Sequence, logged.At, new(JsonSerializer.Serialize(logged.Event, FleetJson.Options)));
    }

    [LoggerMessage(LogLevel.Information, "{Entity} #{Sequence} at {At}: {Event}")]
    private static partial void LogEvent(ILogger logger, Entity entity, long sequence, Instant at, EventText @event);
}
