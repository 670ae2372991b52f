namespace DeskFleet.Silo.Storage;

/// <summary>Where records are kept.</summary>
public enum StoreKind
{
    /// <summary>In a file of this machine: one silo.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL database, which also knows the members of the cluster: one silo or many.</summary>
    Postgres,

    /// <summary>In the process: gone when it ends.</summary>
    Memory,
}
