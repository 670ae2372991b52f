using System.Globalization;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Dotted paths such as <c>hosts[1].count</c>.</summary>
internal static class Paths
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>The path one level up: <c>hosts[1].count</c>, <c>hosts[1]</c>, <c>hosts</c>, empty.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}
