using System.Text.Json;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>A service's wire as its table says it; see <c>Tables/make.py</c>.</summary>
/// <param name="Target">What <c>X-Amz-Target</c> begins with.</param>
internal sealed record WireTable(string Target, Dictionary<string, WireTable.Operation> Operations, Dictionary<string, WireTable.Shape> Shapes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One operation; without shapes: not served.</summary>
    internal sealed record Operation(string? In, string? Out, string[]? Errors);

    /// <summary>One shape with its limits.</summary>
    /// <param name="Item">What a list or map holds.</param>
    internal sealed record Shape(
        string Type,
        string[]? Enum,
        string? Pattern,
        long? Min,
        long? Max,
        string[]? Required,
        bool Sensitive,
        Dictionary<string, string>? Members,
        string? Item,
        string? Key);

    public static WireTable Load(string service)
    {
        using var table = typeof(WireTable).Assembly.GetManifestResourceStream($"wire.{service}.json")!;
        return JsonSerializer.Deserialize<WireTable>(table, Json)!;
    }
}
