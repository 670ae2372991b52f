using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// Reads a request of the AWS query protocol, <c>Action=...&amp;Dimensions.member.1.Name=...</c>, into the JSON that the same request would be. Older clients of
/// CloudWatch speak it.
/// </summary>
internal sealed class QueryReader
{
    public const string ContentType = "application/x-www-form-urlencoded";
    private const string Item = "member";

    private readonly Node _root = new();

    private QueryReader()
    {
    }

    /// <summary>Which operation is asked for; null: none is named.</summary>
    public string? Action => _root.Child("Action")?.Value;

    /// <summary>The parameters, or why they cannot be read.</summary>
    public static (QueryReader? Query, WireError? Error) Read(ReadOnlySpan<byte> body)
    {
        var query = new QueryReader();
        foreach (var pair in Encoding.UTF8.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (pair[..at], pair[(at + 1)..]) : (pair, "");
            var path = WebUtility.UrlDecode(name).Split('.');
            if (path.Length > WireReader.DeepestJson)
                return (null, WireError.Serialization("A parameter's name has too many parts."));
            if (!query._root.TryAdd(path, WebUtility.UrlDecode(value)))
                return (null, WireError.Serialization("A parameter is given twice."));
        }

        return (query, null);
    }

    /// <summary>As JSON of the shape; what does not fit stays as it is, so that the shape's check names it.</summary>
    public byte[] ToJson(WireType? shape) =>
        Encoding.UTF8.GetBytes(shape is null ? "{}" : Structure(_root, shape).ToJsonString());

    private static JsonNode? Value(Node node, WireType shape) => shape.Kind switch
    {
        WireKind.Structure => Structure(node, shape),
        WireKind.List => List(node, shape),
        WireKind.Number when long.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        WireKind.Real when double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => real,
        WireKind.Boolean when bool.TryParse(node.Value, out var truth) => truth,
        WireKind.Timestamp when DateTimeOffset.TryParse(
            node.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUnixTimeMilliseconds() / 1000m,
        _ => node.Value,
    };

    private static JsonObject Structure(Node node, WireType shape)
    {
        var made = new JsonObject();
        foreach (var (name, child) in node.Children)
        {
            if (shape.Members.TryGetValue(name, out var member))
                made[name] = Value(child, member);
        }

        return made;
    }

    /// <summary>In the order of their numbers.</summary>
    private static JsonArray List(Node node, WireType shape) => new([
        .. from item in node.Child(Item)?.Children ?? []
           orderby int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue, item.Key
           select Value(item.Value, shape.Item!),
    ]);

    /// <summary>One part of the names of parameters.</summary>
    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = new(StringComparer.Ordinal);

        public string? Value { get; private set; }

        public IEnumerable<KeyValuePair<string, Node>> Children => _children;

        public Node? Child(string name) => _children.GetValueOrDefault(name);

        public bool TryAdd(ReadOnlySpan<string> path, string value)
        {
            if (path.IsEmpty)
            {
                if (Value is not null)
                    return false;
                Value = value;
                return true;
            }

            if (!_children.TryGetValue(path[0], out var child))
                _children.Add(path[0], child = new());
            return child.TryAdd(path[1..], value);
        }
    }
}
