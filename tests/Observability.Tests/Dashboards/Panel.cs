using System.Collections.Immutable;
using System.Text.Json;
using DeskFleet.Observability.Tests.Support;

namespace DeskFleet.Observability.Tests.Dashboards;

/// <summary>One query of one panel of a shipped dashboard.</summary>
/// <param name="Expression">With the dashboard's variables filled in.</param>
/// <param name="Description">What people are told; it says when the panel may be empty.</param>
/// <param name="IsInstant">It shows the newest value only.</param>
internal sealed record Panel(string Dashboard, string Title, string Expression, string Description, bool IsInstant)
{
    public static ImmutableArray<Panel> All { get; } = [.. Directory.GetFiles(Repository.PathOf("silo/Dashboards"), "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The description says that it may be empty there.</summary>
    public bool MayBeEmpty(string where) => Description.Contains(where, StringComparison.Ordinal);

    public override string ToString() => $"{Dashboard}, \"{Title}\": {Expression}";

    private static IEnumerable<Panel> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. from panel in json.RootElement.GetProperty("panels").EnumerateArray()
                   where panel.TryGetProperty("targets", out _)
                   from target in panel.GetProperty("targets").EnumerateArray()
                   select new Panel(
                       Path.GetFileName(file),
                       panel.GetProperty("title").GetString()!,
                       target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$zone", ".*", StringComparison.Ordinal),
                       panel.GetProperty("description").GetString()!,
                       target.TryGetProperty("instant", out var instant) && instant.GetBoolean())];
    }
}
