using System.Text;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>Puts into a database what is legal and rare, and what nobody ever stored: records of every kind in every state, damaged ones, foreign lines.</summary>
internal sealed class OddRecords(FleetDatabase database)
{
    private static readonly string[] Damages = ["", "short", "null", "{", "{}", """{"state":{"id":7}}""", """{"state":{"lifecycle":"OF_TOMORROW"},"sequence":"x"}"""];

    private static readonly (string Kind, string Event)[] ForeignLines =
        [("WorkSpace", """{"what":"of-tomorrow"}"""), ("WorkSpace", "null"), ("WorkSpace", "[]"), ("OfTomorrow", """{"what":"session-opened","session":"s-1"}"""), ("DedicatedHost", """{"what":"of-tomorrow"}""")];

    private static int _sequence = 1_000_000;

    private static EntityKind[] Compared { get; } =
        [EntityKind.WorkSpace, EntityKind.User, EntityKind.Directory, EntityKind.DedicatedHost, EntityKind.HostPool, EntityKind.Key, EntityKind.Account];

    /// <summary>Damaged ones, of the kinds that the auditor reads.</summary>
    public List<Entity> Damaged { get; } = [];

    public async Task Plant(WorkSpaceId listed)
    {
        var triggers = database is SqliteDatabase ? await TakeTriggers() : [];
        foreach (var state in Enum.GetValues<Lifecycle>())
        {
            await Store($"ws-odd-{state}", WorkSpace.Initial($"ws-odd-{state}") with { Lifecycle = state });
            await Store($"ws-whole-{state}", WorkSpace.Initial($"ws-whole-{state}") with { Lifecycle = state, Identity = Identity($"odd-{state}".ToLowerInvariant()) });
        }

        foreach (var status in Enum.GetValues<HostStatus>())
            await Store($"h-odd-{status}", DedicatedHost.Initial($"h-odd-{status}") with { Status = status });
        await Store("d-created", Core.Directories.Directory.Initial("d-created"));
        await Store("d-odd/nobody", User.Initial("d-odd/nobody"));
        await Store("odd/us-east-1", Account.Initial("odd/us-east-1"));
        await Store("odd/us-east-1/us-east-1z", HostPool.Initial("odd/us-east-1/us-east-1z"));
        await Store("arn:odd", Key.Initial("arn:odd"));
        await Store("odd/us-east-1", Registry.Initial("odd/us-east-1"), EntityKind.Registry);
        await Store("odd/us-east-1/wsi-odd", CatalogImage.Initial("odd/us-east-1/wsi-odd"), EntityKind.Image);
        foreach (var kind in Compared)
        {
            for (var i = 0; i < Damages.Length; i++)
            {
                Damaged.Add(new(kind, $"damaged-{i}"));
                await Insert(kind.ToString(), $"damaged-{i}", Damages[i] == "short" ? [1, 2] : Payload(Damages[i]));
            }
        }

        foreach (var (kind, happened) in ForeignLines)
            await Line(kind, listed.Value, happened);
        await Execute("UPDATE fleet_workspace SET folded = 'null' WHERE id = @id", ("id", listed.Value));
        await Execute(
            $"INSERT INTO fleet_terminated (service, id, directory, user_name, at, purged) VALUES (@service, 'damaged-3', 'd', 'u', {At("2001-01-01T00:00:00Z")}, (1 = 0))");
        foreach (var trigger in triggers)
            await Execute(trigger);
    }

    private static WorkSpaceIdentity Identity(string user) => new(
        new(1_772_452_800_000, "op"), new("d-of-nobody"), UserName.Of(user), new("nobody", "us-east-1"), new("provider", "us-east-1"), new("us-east-1a"), Bundle.Defaults[0]);

    private async Task<List<string>> TakeTriggers()
    {
        var triggers = new List<string>();
        foreach (var name in new[] { "fleet_record_inserted", "fleet_record_updated" })
        {
            triggers.Add(await database.Scalar<string>($"SELECT sql FROM sqlite_master WHERE name = '{name}'"));
            await Execute($"DROP TRIGGER {name}");
        }

        return triggers;
    }

    private Task Store<TState>(string key, TState state, EntityKind? kind = null)
        where TState : class
    {
        var record = new EntityRecord<TState>(state, 1, RecentOperations.None, [], 0, null, null);
        return Insert((kind ?? KindOf(state)).ToString(), key, new FleetRecordSerializer().Serialize(new StoredRecord<TState> { Record = record }).ToArray());
    }

    private static EntityKind KindOf(object state) => state switch
    {
        WorkSpaceState => EntityKind.WorkSpace,
        HostState => EntityKind.DedicatedHost,
        DirectoryState => EntityKind.Directory,
        UserState => EntityKind.User,
        AccountState => EntityKind.Account,
        HostPoolState => EntityKind.HostPool,
        KeyState => EntityKind.Key,
        _ => throw new ArgumentException($"{state} is of no kind.", nameof(state)),
    };

    private static byte[] Payload(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[RecordHeader.Length + text.Length + 2];
        new RecordHeader((Instant?)null, text.Length).Write(bytes);
        text.CopyTo(bytes, RecordHeader.Length);
        "[]"u8.CopyTo(bytes.AsSpan(RecordHeader.Length + text.Length));
        return bytes;
    }

    private Task Insert(string kind, string key, byte[] payload) => Execute(
        "INSERT INTO fleet_record (service, kind, key, version, payload) VALUES (@service, @kind, @key, 1, @payload) ON CONFLICT DO NOTHING",
        ("kind", kind), ("key", key), ("payload", payload));

    private Task Line(string kind, string key, string happened) => Execute(
        $"INSERT INTO fleet_journal (service, kind, key, sequence, at, event) VALUES (@service, @kind, @key, @sequence, {At("2026-01-01T00:00:00Z")}, {(database is SqliteDatabase ? "@event" : "@event::json")})",
        ("kind", kind), ("key", key), ("sequence", Interlocked.Increment(ref _sequence)), ("event", happened));

    private string At(string time) => database is SqliteDatabase ? $"'{time}'" : $"'{time}'::timestamptz";

    private async Task Execute(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (sql.Contains("@service", StringComparison.Ordinal))
            command.Add("service", FleetClientOptions.ServiceId);
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
