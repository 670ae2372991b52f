using System.Globalization;
using System.Text.Json.Nodes;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>Erases a person: the name gives way to a pseudonym wherever lines and usage must stay for the bills, and records go. Thread-safe.</summary>
public sealed class UserErasure(FleetDatabase database, JournalTail tail, IFleetClock clock) : IUserErasure
{
    private readonly SqlScripts _scripts = new(database.Dialect);

    public async Task<Reply> Erase(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation = default)
    {
        var remembersFrom = clock.Now - RecentOperations.KeptFor;
        if (new RecentOperations([], OperationId.At(remembersFrom, "")).Recall(id, clock.Now) is { } outOfTime)
            return outOfTime;
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        if (await Number(session, "Retention/ErasuresUnder", cancellation, ("operation", id.ToString())) > 0)
            return Accepted.Instance;
        var owner = (Directory: ("directory", (object)directory.Value), User: ("user", (object)user.Key));
        if (await Number(session, "Retention/ExistsForUser", cancellation, owner.Directory, owner.User) > 0)
            return new Refused(RefusalCode.InvalidState, $"{user} of {directory} still has a WorkSpace; terminate it first.");
        if (tail.Obstacle is { } unknown)
            return new Refused(RefusalCode.InvalidState, $"It is not known which WorkSpaces {user} had, for {unknown}; ask again.");
        if (await Number(session, "Views/Position", cancellation, ("name", "workspace")) < tail.Settled.Value)
            return new Refused(RefusalCode.InvalidState, "The view is a moment behind; ask again.");

        var person = new Person(directory, user);
        foreach (var desktop in await session.Column("Retention/TerminatedOfUser", cancellation, owner.Directory, owner.User))
        {
            if (!await Erase(session, person, desktop, cancellation))
                return new Refused(RefusalCode.InvalidState, $"{desktop} has not come to its end yet; ask again.");
        }

        await Rewrite(session, person, Entity.Of(directory, user), Entity.Of(directory, new UserName(person.Pseudonym)).Key, cancellation);
        await Records.Drop(session, Entity.Of(directory, user), cancellation);
        await session.Execute("Retention/RenameTerminated", cancellation, owner.Directory, owner.User, ("pseudonym", person.Pseudonym));
        await Remember(session, id, remembersFrom, cancellation);
        await session.Commit(cancellation);
        return Accepted.Instance;
    }

    private static async Task Remember(WriteSession session, OperationId id, Instant from, CancellationToken cancellation)
    {
        await session.Execute("Retention/ForgetErasures", cancellation, ("before", from.ToUnixTimeMilliseconds()));
        await session.Execute("Retention/RememberErasure", cancellation, ("operation", id.ToString()), ("madeAt", id.UnixMilliseconds));
    }

    private static async Task<bool> Erase(WriteSession session, Person person, string id, CancellationToken cancellation)
    {
        await Rewrite(session, person, new(EntityKind.WorkSpace, id), id, cancellation);
        if (await session.Scalar("Retention/LoadUsage", cancellation, ("id", id)) is string usage)
            await session.Execute("Retention/StoreUsage", cancellation, ("id", id), ("usage", person.Erase(usage)));
        await session.Execute("Retention/MarkPurged", cancellation, ("id", id));
        return await Records.Shrink(session, id, cancellation, person.Erase);
    }

    private static async Task Rewrite(WriteSession session, Person person, Entity entity, string key, CancellationToken cancellation)
    {
        var lines = new List<(long Position, string Event)>();
        await using (var command = session.Command("Retention/RawLines", ("kind", entity.Kind.ToString()), ("key", entity.Key)))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                lines.Add((rows.GetInt64(0), rows.GetString(1)));
        }

        foreach (var (position, happened) in lines)
            await session.Execute("Retention/RewriteLine", cancellation, ("position", position), ("key", key), ("event", person.Erase(happened)));
    }

    private static async Task<long> Number(WriteSession session, string script, CancellationToken cancellation, params (string, object)[] parameters) =>
        Convert.ToInt64(await session.Scalar(script, cancellation, parameters), CultureInfo.InvariantCulture);

    /// <summary>Whose name is to go. The pseudonym is drawn, not derived: nobody can try names until one fits.</summary>
    private sealed class Person(DirectoryId directory, UserName user)
    {
        private readonly string _key = Entity.Of(directory, user).Key;

        public string Pseudonym { get; } = $"erased-{Guid.NewGuid():n}";

        public string Erase(string json)
        {
            var node = JsonNode.Parse(json)!;
            Walk(node);
            return node.ToJsonString();
        }

        private void Walk(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                foreach (var (name, value) in members.ToList())
                    Replace(value, text => members[name] = text, isName: name == "user");
            }
            else if (node is JsonArray items)
            {
                for (var i = 0; i < items.Count; i++)
                {
                    var place = i;
                    Replace(items[i], text => items[place] = text, isName: false);
                }
            }
        }

        private void Replace(JsonNode? value, Action<string> set, bool isName)
        {
            if (value is not JsonValue leaf || !leaf.TryGetValue<string>(out var text))
                Walk(value);
            else if (isName && new UserName(text) == user)
                set(Pseudonym);
            else if (text.Contains(_key, StringComparison.Ordinal))
                set(text.Replace(_key, $"{directory}/{Pseudonym}", StringComparison.Ordinal));
        }
    }
}
