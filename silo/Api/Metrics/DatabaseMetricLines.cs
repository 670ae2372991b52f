using System.Globalization;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>From the journal of a database, many WorkSpaces with one query. Thread-safe.</summary>
internal sealed class DatabaseMetricLines(FleetDatabase database) : IMetricLines
{
    private readonly SqlScripts _scripts = new(database.Dialect);

    public async Task<IReadOnlyList<MetricLine>> Read(IReadOnlyList<(string Desktop, long After)> wanted, Instant from, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null,
            _scripts["Metrics/Lines"],
            ("service", FleetClientOptions.ServiceId),
            ("from", InstantPattern.General.Format(from)),
            ("wanted", JsonSerializer.Serialize(wanted.Select(one => new { id = one.Desktop, after = one.After }))));
        var lines = new List<MetricLine>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            lines.Add(new(rows.GetString(0), rows.GetInt64(1), MetricLineReader.Read(rows.GetString(3), At(rows.GetValue(2)))));
        }

        return lines;
    }

    public async Task<IReadOnlyList<string>> TerminatedOf(DirectoryId directory, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null, _scripts["Metrics/TerminatedOf"], ("service", FleetClientOptions.ServiceId), ("directory", directory.Value));
        var ids = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetString(0));
        return ids;
    }

    /// <summary>PostgreSQL gives a time, SQLite its text.</summary>
    private static Instant At(object stored) => stored is DateTime time
        ? Instant.FromDateTimeUtc(time)
        : Instant.FromDateTimeOffset(DateTimeOffset.Parse((string)stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
