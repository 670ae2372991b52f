using System.Data.Common;
using System.Net.Sockets;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Clusters;
using Npgsql;

namespace DeskFleet.Silo.Storage;

/// <summary>A PostgreSQL database, shared by all silos of a cluster. The connection string stays in here and is never said.</summary>
public sealed class PostgresDatabase : FleetDatabase
{
    private const string Invariant = "Npgsql";

    /// <summary>Who holds it prepares the schema. Any number that nobody else in the database uses.</summary>
    private const long SchemaLock = 0x6465736B666C;

    /// <summary>A server takes 100 connections unless told otherwise: three silos fit, and more connections would not write faster.</summary>
    private const int PoolSize = 24;
    private const int LibraryPoolSize = 100;

    /// <summary>
    /// A transaction whose silo says nothing for so long is ended by the server: a silo that stands still would otherwise hold what it has locked for as long as its
    /// connection lasts, against all others.
    /// </summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly NpgsqlDataSource _source;

    /// <exception cref="ArgumentException">It is no connection string; the message does not repeat it.</exception>
    public PostgresDatabase(string connectionString)
    {
        _settings = Parse(connectionString);
        _source = NpgsqlDataSource.Create(_settings);
    }

    public override string Dialect => "PostgreSql";

    public override string Name => $"PostgreSQL database '{_settings.Database}' at {_settings.Host}:{_settings.Port}";

    public override void Configure(ISiloBuilder silo) => silo
        .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (Invariant, _source))
        .AddAdoNetGrainStorage(FleetStorage.Name, options =>
        {
            (options.Invariant, options.DataSource) = (Invariant, _source);
            options.GrainStorageSerializer = new FleetRecordSerializer();
        });

    public override async Task<DbConnection> Open(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation);

    public override async Task<StoreSpace> Space(CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        return new(await Number(connection, "SELECT pg_database_size(current_database())", cancellation), 0);
    }

    public override async Task CreateIfMissing(CancellationToken cancellation)
    {
        try
        {
            await using var there = await Open(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await Create(cancellation);
        }
    }

    public override async Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, $"SET LOCAL idle_in_transaction_session_timeout = '{MaxSilence.TotalSeconds}s'", cancellation);
        return transaction;
    }

    public override async Task<DbTransaction> BeginAlone(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await BeginWrite(connection, cancellation);
        await Execute(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellation);
        return transaction;
    }

    public override Task Claim(DbTransaction transaction, string cluster, CancellationToken cancellation) =>
        ClusterClaim.Take(transaction, Name, cluster, Proof, cancellation);

    public override StoreException Explain(DbException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new($"{Name} refuses the user '{_settings.Username}'; mend user and password in the connection string.", false, failure),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            new($"{Name}: the user '{_settings.Username}' may not make the database or its tables; give it that right.", false, failure),
        PostgresException e => new($"{Name}: {e.MessageText} ({e.SqlState}).", e.IsTransient, failure),
        { InnerException: SocketException e } =>
            new($"{Name} does not answer ({e.SocketErrorCode}); start it, or mend host and port in the connection string.", true, failure),
        _ => new($"{Name} does not answer: {failure.InnerException?.Message ?? failure.Message}", true, failure),
    };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Several silos may try at once: the first makes it, for the others it is there.</summary>
    private async Task Create(CancellationToken cancellation)
    {
        var server = new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellation);
        try
        {
            await Execute(connection, $"CREATE DATABASE \"{_settings.Database!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }

    /// <exception cref="ArgumentException">It is no connection string; the message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException("it is not of the form Host=...;Database=...;Username=...;Password=...");
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
            throw new ArgumentException("it must say at least Host and Database.");
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 64 : settings.MaxAutoPrepare;
        if (settings.MaxPoolSize == LibraryPoolSize)
            settings.MaxPoolSize = PoolSize;
        settings.ApplicationName ??= "deskfleet-silo";
        return settings;
    }
}
