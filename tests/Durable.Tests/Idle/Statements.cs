using System.Collections.Concurrent;
using System.Diagnostics;

namespace DeskFleet.Durable.Tests.Idle;

/// <summary>Counts what this process asks of PostgreSQL, database by database, as the driver reports it.</summary>
internal sealed class Statements : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ActivityListener _listener;

    public Statements()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Count,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Of(string database) => _counts.GetValueOrDefault(database);

    public void Dispose() => _listener.Dispose();

    private void Count(Activity activity)
    {
        if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is not null
            && (activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name")) is string database)
            _counts.AddOrUpdate(database, 1, (_, before) => before + 1);
    }
}
