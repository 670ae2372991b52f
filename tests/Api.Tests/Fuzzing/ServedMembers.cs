using System.Text.Json.Nodes;
using DeskFleet.Api.Tests.Wire;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Fuzzing;

/// <summary>Takes from a request what no operation reads: given, it would be refused by its name.</summary>
internal static class ServedMembers
{
    private static readonly Dictionary<(string Service, string Operation), string[]> Unread = ShapeTests.Operations().ToDictionary(
        operation => (operation.Service.Name, operation.Wire.Name),
        operation => UnreadMembers.Of(operation.Request, operation.Wire.Input)?.Paths().Where(path => !path.EndsWith("Password", StringComparison.Ordinal)).ToArray() ?? []);

    public static JsonObject Only(WireService service, string operation, JsonObject request)
    {
        foreach (var path in Unread.GetValueOrDefault((service.Name, operation), []))
            Remove(request, path.Split('.'));
        return request;
    }

    private static void Remove(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Remove(item, path);
        }
        else if (node is JsonObject inner && path.Length == 1)
        {
            inner.Remove(path[0]);
        }
        else if (node is JsonObject outer)
        {
            Remove(outer[path[0]], path[1..]);
        }
    }
}
