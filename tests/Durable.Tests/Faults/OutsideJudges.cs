using System.Globalization;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Simulator.Chaos.Judges;
using NodaTime;

namespace DeskFleet.Durable.Tests.Faults;

/// <summary>The judges of chaos over what real processes have written into a real database: they see its journal, and none of the code that wrote it.</summary>
internal static class OutsideJudges
{
    /// <summary>What they find; nothing is what they should find. The journal is left where the output says if they find something.</summary>
    public static async Task<IReadOnlyList<Violation>> Of(FleetDatabase database, ITestOutputHelper output)
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-faults-").FullName;
        var (file, begin, end) = await Write(database, folder);
        var found = Bench.Judge(new()
        {
            EventsFile = file,
            EndsAt = end,
            Facts = FleetFacts.Unknown with
            {
                Directories = [new(Fleet.Directory.Value, Fleet.Account.ToString(), [Fleet.ZoneA.Value, Fleet.ZoneB.Value], IsDedicated: false)],
            },
            // Processes die and stand still, calls take their time, and clocks are real ones.
            Faults = [new(FaultKinds.Unavailable, null, begin, end), new(FaultKinds.ClockSkew, null, begin, end), new(FaultKinds.WakesLate, null, begin, end)],
        });
        if (found.Count == 0)
            Directory.Delete(folder, recursive: true);
        else
            output.WriteLine($"the judges find {found.Count} violations in {file}");
        return found;
    }

    /// <summary>An event log as a simulated run writes it (<c>deskfleet-sim judge</c> reads it too).</summary>
    /// <returns>The file, and when its first and its last line happened.</returns>
    private static async Task<(string File, Instant Begin, Instant End)> Write(FleetDatabase database, string folder)
    {
        var (file, begin, end) = (Path.Combine(folder, "events.jsonl"), Instant.MaxValue, Instant.MinValue);
        await using var lines = new StreamWriter(file);
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT CAST(at AS text), kind, key, sequence, CAST(event AS text) FROM fleet_journal ORDER BY position";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var at = DateTimeOffset.Parse(rows.GetString(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var instant = Instant.FromDateTimeOffset(at);
            (begin, end) = (Instant.Min(begin, instant), Instant.Max(end, instant));
            var text = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
            await lines.WriteLineAsync($$"""{"at":"{{text}}","entity":"{{rows.GetString(1)}}:{{rows.GetString(2)}}","sequence":{{rows.GetInt64(3)}},"event":{{rows.GetString(4)}}}""");
        }

        return (file, begin, end);
    }
}
