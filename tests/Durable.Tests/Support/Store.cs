using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>One place to keep records in, of either kind; fresh for each test.</summary>
public sealed class Store : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-store-").FullName;

    private Store(StoreKind kind, string connection) => (Kind, Connection) = (kind, connection);

    public StoreKind Kind { get; }

    private string Connection { get; }

    /// <summary>For tests that hold on both.</summary>
    public static TheoryData<StoreKind> Kinds => [StoreKind.Sqlite, StoreKind.Postgres];

    /// <summary>For tests that hold without a database too.</summary>
    public static TheoryData<StoreKind> AllKinds => [StoreKind.Memory, StoreKind.Sqlite, StoreKind.Postgres];

    public static Store Of(StoreKind kind, PostgresServer postgres) => new(kind, kind == StoreKind.Postgres ? postgres.NewDatabase() : "");

    /// <summary>A further way to the same database, as another process has it.</summary>
    public FleetDatabase Open() => OpenIfAny() ?? throw new InvalidOperationException("Memory has no database.");

    public FleetDatabase? OpenIfAny() => Kind switch
    {
        StoreKind.Postgres => new PostgresDatabase(Connection),
        StoreKind.Sqlite => new SqliteDatabase(_folder),
        _ => null,
    };

    public int GatewayPort { get; } = SiloProcess.FreePort();

    /// <summary>A silo that comes back has the ports it had.</summary>
    public string[] Ports { get; } = ["--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}"];

    public string[] Arguments => Kind == StoreKind.Postgres ? ["--store", "postgres"] : ["--store", "sqlite", "--data", _folder];

    public (string, string)[] Environment => Kind == StoreKind.Postgres ? [(StoreSettings.ConnectionVariable, Connection)] : [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
