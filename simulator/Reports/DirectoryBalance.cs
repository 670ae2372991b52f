using System.Collections.Immutable;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Reports;

/// <summary>WorkSpaces of a directory in its two zones at the end of a run (PLC-02).</summary>
public sealed record DirectoryBalance(string Directory, int InZoneA, int InZoneB)
{
    public int Difference => Math.Abs(InZoneA - InZoneB);

    /// <summary>The difference in percent of all; null without any desktop.</summary>
    public decimal? SkewPercent => InZoneA + InZoneB == 0 ? null : Math.Round(100m * Difference / (InZoneA + InZoneB), 6);

    public static ImmutableArray<DirectoryBalance> Of(Scenario scenario, FleetObserver fleet) =>
        [.. scenario.Directories.Select(directory => new DirectoryBalance(directory.Name, Count(fleet, directory, directory.ZoneA), Count(fleet, directory, directory.ZoneB)))];

    private static int Count(FleetObserver fleet, DirectorySpec directory, string zone) =>
        fleet.Places.GetValueOrDefault((FleetMap.DirectoryOf(directory.Name).Value, zone));
}
