using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Api.Tests.Support;

/// <summary>Where a silo keeps its records, of any kind; fresh for each test.</summary>
internal sealed class StoreOfKind : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-store-").FullName;

    public StoreOfKind(StoreKind kind, PostgresServer postgres)
    {
        Arguments = kind switch
        {
            StoreKind.Postgres => ["--store", "postgres"],
            StoreKind.Sqlite => ["--store", "sqlite", "--data", _folder],
            _ => ["--store", "memory"],
        };
        Environment = kind == StoreKind.Postgres ? [(StoreSettings.ConnectionVariable, postgres.NewDatabase())] : [];
    }

    public static TheoryData<StoreKind> All => [StoreKind.Memory, StoreKind.Sqlite, StoreKind.Postgres];

    public string[] Arguments { get; }

    public (string, string)[] Environment { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
