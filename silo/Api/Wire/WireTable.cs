using System.Text.Json;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>A service's wire as its table says it; see <c>Tables/make.py</c>.</summary>
/// <param name="Target">What <c>X-Amz-Target</c> begins with.</param>
/// <param name="Json">The version of AWS JSON; null: 1.1.</param>
/// <param name="Xml">The namespace of replies of the query protocol; null: it is not spoken.</param>
/// <param name="Signs">As signatures call it; null: by its name.</param>
internal sealed record WireTable(
    string Target, Dictionary<string, WireTable.Operation> Operations, Dictionary<string, WireTable.Shape> Shapes, string? Json = null, string? Xml = null, string? Signs = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>One operation; without shapes: not served.</summary>
    internal sealed record Operation(string? In, string? Out, string[]? Errors);

    /// <summary>One shape with its limits.</summary>
    /// <param name="Item">What a list or map holds.</param>
    /// <param name="Code">Of an exception: its name in the query protocol; null: the same.</param>
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
        string? Key,
        string? Code = null);

    public static WireTable Load(string service)
    {
        using var table = typeof(WireTable).Assembly.GetManifestResourceStream($"wire.{service}.json")!;
        return JsonSerializer.Deserialize<WireTable>(table, Options)!;
    }
}
