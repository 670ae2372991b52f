using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// Members of a request that the model knows and this service does not read. Nothing is dropped in silence: one that is given is refused by its
/// name, unless it is on the list of those that change nothing here.
/// </summary>
public sealed class UnreadMembers
{
    private readonly Dictionary<string, UnreadMembers?> _members = new(StringComparer.Ordinal);

    private UnreadMembers()
    {
    }

    /// <summary>Finds them once for an operation; null: it reads every member.</summary>
    /// <param name="request">What a request is read into.</param>
    public static UnreadMembers? Of(Type request, WireType? shape) => shape is null ? null : Of(request, shape, []);

    /// <summary>The paths of all of them, such as <c>WorkspaceProperties.GlobalAccelerator</c>.</summary>
    public IEnumerable<string> Paths() => _members.SelectMany(member =>
        member.Value is null ? [member.Key] : member.Value.Paths().Select(path => $"{member.Key}.{path}"));

    /// <summary>The path of the first one that a request gives and that would change something; null: none.</summary>
    public string? Given(string operation, JsonElement request) => Given(operation, request, "");

    private string? Given(string operation, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select(item => Given(operation, item, path)).FirstOrDefault(found => found is not null);
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var (name, inner) in _members)
        {
            if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
                continue;
            var found = inner is not null ? inner.Given(operation, member, $"{path}{name}.")
                : HarmlessMembers.Reason(operation, $"{path}{name}", member) is null ? $"{path}{name}"
                : null;
            if (found is not null)
                return found;
        }

        return null;
    }

    private static UnreadMembers? Of(Type request, WireType shape, HashSet<Type> seen)
    {
        var type = ItemOf(request);
        if (shape.Kind == WireKind.List)
            return Of(type, shape.Item!, seen);
        if (shape.Kind != WireKind.Structure || !seen.Add(type))
            return null;
        var read = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(NameOf);
        var unread = new UnreadMembers();
        foreach (var (name, member) in shape.Members)
        {
            if (!read.TryGetValue(name, out var property))
                unread._members.Add(name, null);
            else if (Of(property.PropertyType, member, seen) is { } inner)
                unread._members.Add(name, inner);
        }

        seen.Remove(type);
        return unread._members.Count == 0 ? null : unread;
    }

    private static Type ItemOf(Type type) =>
        type != typeof(string) && type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[0] : type;

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
}
