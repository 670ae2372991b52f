using Microsoft.Extensions.Logging.Console;

namespace DeskFleet.Silo.Logging;

/// <summary>The silo's log on its standard output.</summary>
internal static class ConsoleLogs
{
    public static void AddFleetConsole(this ILoggingBuilder logging, LogFormat format)
    {
        logging.ClearProviders();
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddConsoleFormatter<TextFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(console => console.FormatterName = format == LogFormat.Json ? JsonFormatter.FormatterName : TextFormatter.FormatterName);
    }
}
