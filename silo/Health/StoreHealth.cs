using System.Data.Common;
using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Health;

/// <summary>Whether the database takes writes, as the last write found it. While it does not, whoever asks tries one of its own. Thread-safe.</summary>
public sealed class StoreHealth(FleetDatabase database)
{
    private static readonly (string, object) Probe = ("name", "probe");

    private readonly SqlScripts _scripts = new(database.Dialect);
    private volatile string? _obstacle;
    private long _probes;

    /// <summary>A write ended well.</summary>
    public void Written() => _obstacle = null;

    /// <summary>A write was refused or not answered.</summary>
    public void Refused(DbException failure) => _obstacle = database.Explain(failure).Message;

    /// <summary>Why nothing can be written now; null: it can.</summary>
    public async Task<string?> Obstacle(CancellationToken cancellation)
    {
        if (_obstacle is null)
            return null;
        try
        {
            await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
            await session.Execute("Views/Create", cancellation, Probe);
            await session.Execute("Views/Advance", cancellation, Probe, ("position", Interlocked.Increment(ref _probes)));
            await session.Commit(cancellation);
            Written();
        }
        catch (DbException e)
        {
            Refused(e);
        }

        return _obstacle;
    }
}
