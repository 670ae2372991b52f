using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>One place to keep records in, of either kind; fresh for each test.</summary>
public sealed class Store : IDisposable
{
    private readonly string _folder;

    private Store(StoreKind kind, string connection, string? folder = null) =>
        (Kind, Connection, _folder) = (kind, connection, folder ?? Directory.CreateTempSubdirectory("deskfleet-store-").FullName);

    public StoreKind Kind { get; }

    private string Connection { get; }

    /// <summary>For tests that hold on both.</summary>
    public static TheoryData<StoreKind> Kinds => [StoreKind.Sqlite, StoreKind.Postgres];

    /// <summary>For tests that hold without a database too.</summary>
    public static TheoryData<StoreKind> AllKinds => [StoreKind.Memory, StoreKind.Sqlite, StoreKind.Postgres];

    public static Store Of(StoreKind kind, PostgresServer postgres) => new(kind, kind == StoreKind.Postgres ? postgres.NewDatabase() : "");

    /// <summary>PostgreSQL, reached by silos of networks of their own.</summary>
    public static Store OfEveryNetwork(PostgresServer postgres) => new(StoreKind.Postgres, postgres.NewDatabaseByFile());

    /// <summary>SQLite in a folder on a disk of the test's own.</summary>
    public static Store On(string disk) => new(StoreKind.Sqlite, "", Directory.CreateDirectory(Path.Combine(disk, "store")).FullName);

    /// <summary>A further way to the same database, as another process has it.</summary>
    public FleetDatabase Open() => OpenIfAny() ?? throw new InvalidOperationException("Memory has no database.");

    public FleetDatabase? OpenIfAny() => Kind switch
    {
        StoreKind.Postgres => new PostgresDatabase(Connection),
        StoreKind.Sqlite => new SqliteDatabase(_folder),
        _ => null,
    };

    public int GatewayPort { get; } = SiloProcess.FreePort();

    public int SiloPort { get; } = SiloProcess.FreePort();

    private int HttpPort { get; } = SiloProcess.FreePort();

    /// <summary>Where its silo's HTTP listens.</summary>
    public Uri Url => new($"http://127.0.0.1:{HttpPort}");

    /// <summary>A silo that comes back has the ports it had.</summary>
    public string[] Ports => ["--urls", $"http://127.0.0.1:{HttpPort}", "--silo-port", $"{SiloPort}"];

    public string[] Arguments => Kind == StoreKind.Postgres ? ["--store", "postgres"] : ["--store", "sqlite", "--data", _folder];

    public (string, string)[] Environment => Kind == StoreKind.Postgres ? [(StoreSettings.ConnectionVariable, Connection)] : [];

    /// <summary>Beside the records, and not part of them.</summary>
    public string MachineFile => Path.Combine(_folder, "machines.db");

    private string BackupFile => Path.Combine(_folder, "backup");

    /// <summary>With the commands that the operators' README gives, while the silo runs.</summary>
    public async Task BackUp()
    {
        if (Kind == StoreKind.Postgres)
        {
            await Shell.Run(PostgresServer.Program("pg_dump"), "--format=custom", $"--file={BackupFile}", $"--dbname={Uri}");
            return;
        }

        await using var database = Open();
        await database.Execute($"VACUUM INTO '{BackupFile}'");
    }

    /// <summary>Puts the backup in the place of what there is; no silo may run.</summary>
    public async Task Restore()
    {
        if (Kind == StoreKind.Postgres)
        {
            await Shell.Run(PostgresServer.Program("pg_restore"), "--clean", "--if-exists", $"--dbname={Uri}", BackupFile);
            return;
        }

        foreach (var rest in new[] { "-wal", "-shm" })
            File.Delete(Path.Combine(_folder, SqliteDatabase.FileName + rest));
        File.Copy(BackupFile, Path.Combine(_folder, SqliteDatabase.FileName), overwrite: true);
    }

    /// <summary>The connection as PostgreSQL's own programs take it.</summary>
    private string Uri
    {
        get
        {
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(Connection);
            return $"postgresql://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}";
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
