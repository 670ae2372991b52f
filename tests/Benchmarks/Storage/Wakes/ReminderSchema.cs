using DeskFleet.Silo.Storage;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>The table that Orleans keeps reminders in, and the statements by which it does.</summary>
internal static class ReminderSchema
{
    private const string Columns = "SELECT GrainId, ReminderName, StartTime, Period, Version FROM fleet_reminder WHERE ServiceId = @ServiceId";

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["UpsertReminderRowKey"] = """
            INSERT INTO fleet_reminder (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
            ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE SET
              StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = fleet_reminder.Version + 1
            RETURNING Version
            """,
        ["ReadReminderRowsKey"] = $"{Columns} AND GrainId = @GrainId",
        ["ReadReminderRowKey"] = $"{Columns} AND GrainId = @GrainId AND ReminderName = @ReminderName",
        ["ReadRangeRows1Key"] = $"{Columns} AND GrainHash > @BeginHash AND GrainHash <= @EndHash",
        ["ReadRangeRows2Key"] = $"{Columns} AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)",
        ["DeleteReminderRowKey"] =
            "DELETE FROM fleet_reminder WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version RETURNING 1",
        ["DeleteReminderRowsKey"] = "DELETE FROM fleet_reminder WHERE ServiceId = @ServiceId",
    };

    public static async Task Prepare(FleetDatabase database)
    {
        await using var connection = await database.Open(default);
        var time = database is SqliteDatabase ? "datetime" : "timestamptz";
        await using (var create = connection.Command(null, $"""
            CREATE TABLE IF NOT EXISTS fleet_reminder
            (
                ServiceId text NOT NULL, GrainId text NOT NULL, ReminderName text NOT NULL, StartTime {time} NOT NULL,
                Period bigint NOT NULL, GrainHash integer NOT NULL, Version integer NOT NULL,
                PRIMARY KEY (ServiceId, GrainId, ReminderName)
            )
            """))
            await create.ExecuteNonQueryAsync();
        foreach (var (key, sql) in Queries)
        {
            await using var store = connection.Command(
                null,
                "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @sql) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText",
                ("key", key),
                ("sql", sql));
            await store.ExecuteNonQueryAsync();
        }
    }
}
