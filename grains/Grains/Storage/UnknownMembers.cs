using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeskFleet.Grains.Storage;

/// <summary>
/// Members of a stored record and of its state that this version does not know: a newer one, which is there too during an upgrade, has written them. They go back
/// as they came when the record is written, so that the newer one finds them again. What lies deeper is replaced as a whole, so nothing is kept there.
/// </summary>
public sealed class UnknownMembers
{
    private const string State = "state";

    private static readonly ConcurrentDictionary<Type, HashSet<string>> Names = new();

    private readonly List<(string? Within, string Name, string Json)> _members = [];

    private UnknownMembers()
    {
    }

    public int Count => _members.Count;

    /// <param name="record">As it is stored.</param>
    /// <param name="type">An <see cref="Core.Kernel.EntityRecord{TState}"/>.</param>
    /// <returns>Null: all are known.</returns>
    public static UnknownMembers? In(ReadOnlySpan<byte> record, Type type)
    {
        var found = new UnknownMembers();
        var reader = new Utf8JsonReader(record);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            found.Read(record, ref reader, type, within: null);
        return found.Count > 0 ? found : null;
    }

    /// <summary>Adds them to what is written; what this version has written itself stays.</summary>
    /// <returns>The same record.</returns>
    public JsonObject AddTo(JsonObject record)
    {
        foreach (var (within, name, json) in _members)
        {
            if ((within is null ? record : record[within] as JsonObject) is { } place && !place.ContainsKey(name))
                place[name] = JsonNode.Parse(json);
        }

        return record;
    }

    private void Read(ReadOnlySpan<byte> record, ref Utf8JsonReader reader, Type type, string? within)
    {
        var known = Names.GetOrAdd(type, NamesOf);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (within is null && name == State && reader.TokenType == JsonTokenType.StartObject)
            {
                Read(record, ref reader, type.GenericTypeArguments[0], State);
                continue;
            }

            var begin = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!known.Contains(name))
                _members.Add((within, name, System.Text.Encoding.UTF8.GetString(record[begin..(int)reader.BytesConsumed])));
        }
    }

    /// <summary>All that it has, and not only what is stored: what it derives is no news.</summary>
    private static HashSet<string> NamesOf(Type type) =>
    [
        .. FleetJson.Options.GetTypeInfo(type).Properties.Select(property => property.Name),
        .. type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];
}
