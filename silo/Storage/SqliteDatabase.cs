using System.Data.Common;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using Microsoft.Data.Sqlite;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// A file in a folder that belongs to this silo alone. Write-ahead log, and every write is on the disk before it is acknowledged.
/// </summary>
public sealed class SqliteDatabase : FleetDatabase
{
    public const string FileName = "fleet.db";
    private const string LockName = "silo.lock";
    private const string Invariant = "System.Data.SQLite";

    private const long Incremental = 2;

    /// <summary>Free pages that stay: the next writes need them. 4 MB.</summary>
    private const long KeptPages = 1024;

    private const long PagesAtOnce = 256;

    /// <summary>EROFS, which is no lack of a right.</summary>
    private const int ReadOnlyFileSystem = 30;

    private readonly string _folder;
    private readonly string _connectionString;
    private readonly WriteTurns _turns = new();
    private FileStream? _lock;

    public SqliteDatabase(string folder)
    {
        _folder = folder;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, FileName), Pooling = true }.ToString();
    }

    public override string Dialect => "Sqlite";

    public override string Name => $"SQLite in {_folder}";

    public override void Configure(ISiloBuilder silo) => silo.AddAdoNetGrainStorage(FleetStorage.Name, Configure);

    public override async Task<DbConnection> Open(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <exception cref="StoreException">The folder cannot be used, or another silo uses it.</exception>
    public override async Task CreateIfMissing(CancellationToken cancellation)
    {
        _lock ??= Lock();
        await using var connection = await Open(cancellation);
        // Only of a file that has no table yet; one that has needs a VACUUM, once, to change.
        await Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL", cancellation);
        await Execute(connection, "PRAGMA journal_mode = WAL", cancellation);
        if (await Text(connection, "PRAGMA quick_check(1)", cancellation) is not "ok" and var damage)
            throw new StoreException($"{Name}: {FileName} is damaged ({damage.ReplaceLineEndings(" ")}); restore it from a backup.", false);
    }

    public override async Task<StoreSpace> Space(CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        var page = await Number(connection, "PRAGMA page_size", cancellation);
        return new(page * await Number(connection, "PRAGMA page_count", cancellation), page * await Number(connection, "PRAGMA freelist_count", cancellation));
    }

    public override async Task GiveBack(CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        if (await Number(connection, "PRAGMA auto_vacuum", cancellation) != Incremental)
            return;
        for (long free; (free = await Number(connection, "PRAGMA freelist_count", cancellation)) > KeptPages;)
        {
            using var turn = await WriteTurn(cancellation);
            await Execute(connection, $"PRAGMA incremental_vacuum({Math.Min(free - KeptPages, PagesAtOnce)})", cancellation);
        }
    }

    public override async ValueTask<IDisposable?> WriteTurn(CancellationToken cancellation) => await _turns.Take(cancellation);

    public override Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken cancellation) => BeginAlone(connection, cancellation);

    public override Task<DbTransaction> BeginAlone(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override StoreException Explain(DbException failure) => ((SqliteException)failure).SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new($"{Name} is locked by another program; end that one.", true, failure),
        SQLitePCL.raw.SQLITE_FULL => new($"{Name}: the disk is full; make room.", true, failure),
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT =>
            new($"{Name}: {FileName} is damaged or no database; restore it from a backup.", false, failure),
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN => new($"{Name} cannot be written; give this user the right to.", false, failure),
        _ => new($"{Name}: {failure.Message}", false, failure),
    };

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _lock?.Dispose();
        _turns.Dispose();
        return ValueTask.CompletedTask;
    }

    private FileStream Lock()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            foreach (var name in new[] { FileName, $"{FileName}-wal", $"{FileName}-shm", LockName })
                PrivateFiles.Close(Path.Combine(_folder, name));
            return new(Path.Combine(_folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            throw new StoreException($"{Name} cannot be written; give this user the right to, or another folder with --data.", false, e);
        }
        catch (IOException e) when (File.Exists(Path.Combine(_folder, LockName)))
        {
            throw new StoreException($"{Name} belongs to a silo that runs; stop that one, give another folder with --data, or share a database with --store postgres.", false, e);
        }
        catch (IOException e)
        {
            throw new StoreException($"{Name} cannot be made: {e.Message} Give another folder with --data.", false, e);
        }
    }

    private void Configure(Orleans.Configuration.AdoNetGrainStorageOptions options)
    {
        (options.Invariant, options.ConnectionString) = (Invariant, _connectionString);
        options.GrainStorageSerializer = new FleetRecordSerializer();
    }
}
