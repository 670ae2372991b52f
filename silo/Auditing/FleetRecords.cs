using System.Data.Common;
using System.Globalization;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Auditing;

/// <summary>A record as it is stored.</summary>
/// <param name="Version">Grows with every write.</param>
public sealed record HeldRecord(Entity Entity, long Version, IEntityRecord Record);

/// <summary>A record that is stored and cannot be read.</summary>
public sealed record OddEntity(Entity Entity, string Obstacle);

/// <summary>Some records of one kind.</summary>
/// <param name="Held">Those that can be read.</param>
/// <param name="Odd">Those that cannot.</param>
/// <param name="Next">Where the next page begins; null: this was the last one.</param>
public sealed record RecordPage(IReadOnlyList<HeldRecord> Held, IReadOnlyList<OddEntity> Odd, string? Next);

/// <summary>Reads stored records past their grains. Each call is one statement: what it gives was stored at one instant. Thread-safe.</summary>
public sealed class FleetRecords(FleetDatabase database, string serviceId)
{
    private const string Columns = "SELECT kind, key, version, payload FROM fleet_record WHERE service = @service AND ";

    private static readonly FleetRecordSerializer Serializer = new();

    /// <summary>The next records of a kind, in the order of their keys.</summary>
    /// <param name="after">The last key of the page before; empty: from the beginning.</param>
    public async Task<RecordPage> Page(EntityKind kind, string after, int size, CancellationToken cancellation)
    {
        var odd = new List<OddEntity>();
        var (held, last, rows) = await Read(
            "kind = @kind AND key > @after ORDER BY key LIMIT @size", [("kind", kind.ToString()), ("after", after), ("size", size)], odd.Add, cancellation);
        return new(held, odd, rows < size ? null : last);
    }

    /// <summary>These records, those that are there.</summary>
    /// <param name="odd">Told of one that cannot be read; null: that is an error.</param>
    /// <exception cref="InvalidDataException">A record cannot be read, and nobody is to be told.</exception>
    public async Task<IReadOnlyDictionary<Entity, HeldRecord>> Find(IEnumerable<Entity> entities, CancellationToken cancellation, Action<OddEntity>? odd = null)
    {
        var parameters = new List<(string, object)>();
        var conditions = new List<string>();
        foreach (var group in entities.Distinct().GroupBy(entity => entity.Kind))
        {
            var names = group.Select(entity => Parameter(parameters, entity.Key)).ToList();
            conditions.Add($"(kind = {Parameter(parameters, group.Key.ToString())} AND key IN ({string.Join(", ", names)}))");
        }

        if (conditions.Count == 0)
            return new Dictionary<Entity, HeldRecord>();
        return (await Read($"({string.Join(" OR ", conditions)})", parameters, odd, cancellation)).Held.ToDictionary(held => held.Entity);
    }

    private static string Parameter(List<(string, object)> parameters, object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{parameters.Count}");
        parameters.Add((name, value));
        return $"@{name}";
    }

    private async Task<(IReadOnlyList<HeldRecord> Held, string Last, int Rows)> Read(
        string condition, IReadOnlyList<(string Name, object Value)> parameters, Action<OddEntity>? odd, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Columns + condition;
        command.Add("service", serviceId);
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        var held = new List<HeldRecord>();
        var (last, count) = ("", 0);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            (last, count) = (rows.GetString(1), count + 1);
            var entity = new Entity(Enum.Parse<EntityKind>(rows.GetString(0)), last);
            try
            {
                held.Add(ToRecord(entity, rows));
            }
#pragma warning disable CA1031 // Bytes in a table can be wrong in every way there is.
            catch (Exception e) when (odd is not null)
#pragma warning restore CA1031
            {
                odd(new(entity, e.Message));
            }
        }

        return (held, last, count);
    }

    private static HeldRecord ToRecord(Entity entity, DbDataReader row)
    {
        var payload = new BinaryData((byte[])row[3]);
        IStoredRecord stored = entity.Kind switch
        {
            EntityKind.WorkSpace => Serializer.Deserialize<StoredRecord<WorkSpaceState>>(payload),
            EntityKind.User => Serializer.Deserialize<StoredRecord<UserState>>(payload),
            EntityKind.Directory => Serializer.Deserialize<StoredRecord<DirectoryState>>(payload),
            EntityKind.DedicatedHost => Serializer.Deserialize<StoredRecord<HostState>>(payload),
            EntityKind.HostPool => Serializer.Deserialize<StoredRecord<HostPoolState>>(payload),
            EntityKind.Key => Serializer.Deserialize<StoredRecord<KeyState>>(payload),
            EntityKind.Registry => Serializer.Deserialize<StoredRecord<RegistryState>>(payload),
            EntityKind.Account => Serializer.Deserialize<StoredRecord<AccountState>>(payload),
            _ => throw new NotSupportedException($"{entity} is not compared."),
        };
        if (stored.Value is not IEntityRecord { IsWhole: true } record)
            throw new InvalidDataException($"The stored record of {entity} lacks its state; restore it from a backup.");
        return new(entity, row.GetInt64(2), record);
    }
}
