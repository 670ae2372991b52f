using System.Collections.Frozen;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>An operation on the wire.</summary>
/// <param name="Input">What a request must be; null: anything.</param>
/// <param name="Output">What a reply is; null: empty.</param>
/// <param name="Errors">The exceptions that its model lists.</param>
/// <param name="IsServed">False: clients know it, and this service answers that it does not support it.</param>
public sealed record WireOperation(string Name, WireType? Input, WireType? Output, IReadOnlyList<string> Errors, bool IsServed);

/// <summary>One service of the API, as its clients know it.</summary>
public sealed class WireService
{
    private WireService(string name)
    {
        var table = WireTable.Load(name);
        var types = table.Shapes.ToDictionary(shape => shape.Key, shape => new WireType(shape.Key, shape.Value));
        foreach (var (shape, type) in types)
            type.Connect(table.Shapes[shape], types);
        (Name, Target, Types) = (name, table.Target, types.ToFrozenDictionary());
        (SigningName, XmlNamespace) = (table.Signs ?? name, table.Xml);
        ContentType = $"application/x-amz-json-{table.Json ?? "1.1"}";
        Operations = table.Operations.ToFrozenDictionary(row => row.Key, row => OperationOf(row.Key, row.Value, types));
    }

    public static WireService WorkSpaces { get; } = new("workspaces");

    public static WireService DirectoryService { get; } = new("ds");

    public static WireService KeyManagement { get; } = new("kms");

    public static WireService CloudWatch { get; } = new("cloudwatch");

    public static WireService CloudTrail { get; } = new("cloudtrail");

    public static IReadOnlyList<WireService> All { get; } = [WorkSpaces, DirectoryService, KeyManagement, CloudWatch, CloudTrail];

    /// <summary>As policies call it.</summary>
    public string Name { get; }

    /// <summary>As signatures call it.</summary>
    public string SigningName { get; }

    /// <summary>Of its requests and replies in JSON.</summary>
    public string ContentType { get; }

    /// <summary>Of replies of the query protocol, which older clients speak; null: there is none.</summary>
    public string? XmlNamespace { get; }

    /// <summary>What <c>X-Amz-Target</c> begins with.</summary>
    public string Target { get; }

    public FrozenDictionary<string, WireOperation> Operations { get; }

    public FrozenDictionary<string, WireType> Types { get; }

    /// <summary>By what <c>X-Amz-Target</c> begins with; some clients leave out the package before the last dot.</summary>
    public bool IsTarget(string prefix) => Target == prefix || (Target.EndsWith(prefix, StringComparison.Ordinal) && Target[^(prefix.Length + 1)] == '.');

    private static WireOperation OperationOf(string name, WireTable.Operation row, Dictionary<string, WireType> types) => new(
        name,
        row.In is { } input ? types[input] : null,
        row.Out is { } output ? types[output] : null,
        row.Errors ?? [],
        IsServed: row.Errors is not null);
}
