using System.Net;

namespace DeskFleet.Silo.Storage;

/// <summary>Where records are kept and who shares them; checked. A class, so that no log line prints the connection string.</summary>
public sealed class StoreSettings
{
    public const string DefaultClusterId = "deskfleet";
    public const int DefaultPatienceSeconds = 120;
    public const int MaxPatienceSeconds = 86_400;
    public const string ConnectionVariable = "DESKFLEET_CONNECTION";

    public StoreKind Kind { get; init; } = StoreKind.Sqlite;

    /// <summary>The folder of SQLite's file.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;

    /// <summary>A file that holds the connection string of PostgreSQL; empty: the environment does.</summary>
    public string ConnectionFile { get; init; } = "";

    /// <summary>Silos of one cluster have the same; two clusters must not share a database.</summary>
    public string ClusterId { get; init; } = DefaultClusterId;

    /// <summary>The IP address at which other silos and backends reach this one.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>How long a start waits for the database; 0 to 86,400 s.</summary>
    public int PatienceSeconds { get; init; } = DefaultPatienceSeconds;

    /// <summary>In the folder for data of the user who runs the silo.</summary>
    public static string DefaultDataFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data ? Path.Combine(data, "deskfleet") : "";

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (Kind == StoreKind.Sqlite && DataFolder.Length == 0)
            yield return "--data: there is no home folder here; give a folder such as /var/lib/deskfleet.";
        if (PatienceSeconds is < 0 or > MaxPatienceSeconds)
            yield return $"--store-patience: {PatienceSeconds} s is not possible; give 0 to {MaxPatienceSeconds}.";
        if (ClusterId.Length is 0 or > 100)
            yield return "--cluster-id: give 1 to 100 characters, the same for every silo of the cluster.";
        if (!IPAddress.TryParse(Address, out _))
            yield return $"--address: '{Address}' is no IP address; give the one at which other silos reach this machine.";
        if (Kind == StoreKind.Postgres && ConnectionFault() is { } fault)
            yield return fault;
    }

    /// <summary>The database; null when records stay in memory.</summary>
    public FleetDatabase? Database() => Kind switch
    {
        StoreKind.Sqlite => new SqliteDatabase(Path.GetFullPath(DataFolder)),
        StoreKind.Postgres => new PostgresDatabase(ConnectionString()),
        _ => null,
    };

    private string? ConnectionFault()
    {
        var source = ConnectionFile.Length > 0 ? $"--connection-file {ConnectionFile}" : ConnectionVariable;
        try
        {
            _ = PostgresDatabase.Parse(ConnectionString());
            return null;
        }
        catch (ArgumentException e)
        {
            return $"{source}: {e.Message}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{source}: the file cannot be read; mend its name or its rights.";
        }
    }

    private string ConnectionString() =>
        ConnectionFile.Length > 0 ? File.ReadAllText(ConnectionFile).Trim() : Environment.GetEnvironmentVariable(ConnectionVariable) ?? "";
}
