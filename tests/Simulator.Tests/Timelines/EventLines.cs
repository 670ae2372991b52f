using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime.Text;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>Reads an event log back.</summary>
internal static class EventLines
{
    public static List<LoggedEvent> Parse(string log) =>
        [.. log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    private static LoggedEvent ParseOne(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new(
            InstantPattern.ExtendedIso.Parse(root.GetProperty("at").GetString()!).Value,
            root.GetProperty("entity").Deserialize<Entity>(FleetJson.Options),
            root.GetProperty("sequence").GetInt64(),
            root.GetProperty("event").Deserialize<FleetEvent>(FleetJson.Options)!);
    }
}
