using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>A year of updates on a small fleet in New York, over both clock changes, with every invariant.</summary>
public sealed class YearOfSundaysTests
{
    /// <summary>Updates are released in the weeks of the clock changes (8 March, 1 November) and in summer.</summary>
    private const string Year =
        """
        region: us-east-1
        start: 2026-01-05
        horizon: 364 d
        quota: 40
        directories: [{ name: staff, zones: [us-east-1a, us-east-1b] }]
        groups:
          - { name: office, users: 20, bundle: Standard, mode: AutoStop, directory: staff }
          - { name: always, users: 20, bundle: Standard, mode: AlwaysOn, directory: staff }
        timeline:
          - { at: 2026-03-04T12:00, releaseUpdate: spring }
          - { at: 2026-06-10T12:00, releaseUpdate: summer }
          - { at: 2026-10-28T12:00, releaseUpdate: autumn }
        """;

    private const string TwoRegions =
        """
        start: 2026-01-05T00:00Z
        horizon: 50 d
        fleets:
          - account: east
            region: us-east-1
            directories: [{ name: staff, zones: [us-east-1a, us-east-1b] }]
            groups:
              - { name: office, users: 2, bundle: Standard, mode: AutoStop, directory: staff }
              - { name: always, users: 2, bundle: Standard, mode: AlwaysOn, directory: staff }
          - account: far
            region: ap-northeast-1
            directories: [{ name: tokyo, zones: [ap-northeast-1a, ap-northeast-1c] }]
            groups: [{ name: night, users: 2, bundle: Standard, mode: AutoStop, directory: tokyo }]
        """;

    [Fact]
    [Trait("Rule", "MNT-04")]
    [Trait("Rule", "MNT-07")]
    [Trait("RulePart", "INT-04")]
    public async Task Run_AYear_EverybodyHasEachUpdateOnceInsideItsWindow()
    {
        using var folder = new TempFolder();
        var scenario = ScenarioFile.Read(folder.Write("year.yaml", Year)).Scenario!;
        var reader = new UpdateReader("us-east-1");
        var options = new RunOptions(EngineKind.Core, Checks: true) { Logs = false, Serializes = false };
        var simulation = new Simulation(scenario, Population.Create(scenario, null), options);
        var figures = new RunFigures(scenario, simulation);

        await simulation.Run(null, null, CancellationToken.None, reader, figures);

        Assert.Equal(new(Done: 120, Pending: 0, Missed: 0, WindowsMissed: 0), figures.Maintenance.Summary);

        Assert.Equal([("autumn", 40), ("spring", 40), ("summer", 40)], reader.Installed.OrderBy(update => update.Key, StringComparer.Ordinal).Select(update => (update.Key, update.Value)));
        Assert.Equal(0, reader.CarriedOver);
        Assert.Equal([3, 4, 5], reader.WindowHours.Order());
        Assert.Equal(["06:00", "07:00"], reader.OsUpdates.Order(StringComparer.Ordinal));
    }

    /// <summary>Without a list the service's own calendar counts, in each region by itself: two second Tuesdays in ten weeks, here and there.</summary>
    [Fact]
    [Trait("Rule", "MNT-04")]
    public async Task Run_WithoutListedUpdates_HasOneAMonthInEachRegion()
    {
        using var folder = new TempFolder();
        var scenario = ScenarioFile.Read(folder.Write("weeks.yaml", TwoRegions)).Scenario!;
        var reader = new UpdateReader("us-east-1", "ap-northeast-1");
        var simulation = new Simulation(scenario, Population.Create(scenario, null), new(EngineKind.Core, Checks: true) { Logs = false, Serializes = false });
        var figures = new RunFigures(scenario, simulation);

        await simulation.Run(null, null, CancellationToken.None, reader, figures);

        Assert.Equal([("2026-01", 6), ("2026-02", 6)], reader.Installed.OrderBy(update => update.Key, StringComparer.Ordinal).Select(update => (update.Key, update.Value)));
        Assert.Equal(new(Done: 12, Pending: 0, Missed: 0, WindowsMissed: 0), figures.Maintenance.Summary);
        Assert.Equal(
            ["2026-01-12T15:00:00Z ap-northeast-1", "2026-01-13T05:00:00Z us-east-1", "2026-02-09T15:00:00Z ap-northeast-1", "2026-02-10T05:00:00Z us-east-1"],
            UpdateReleases.Of(scenario).Select(release => $"{release.Update.At} {release.Region}").Order(StringComparer.Ordinal));
    }

    /// <param name="regions">Where the fleet is; the windows of several must not overlap.</param>
    private sealed class UpdateReader(params string[] regions) : IEventReader
    {
        private readonly NodaTime.DateTimeZone[] zones = [.. regions.Select(Core.Regions.Region.ZoneOf)];

        public Dictionary<string, int> Installed { get; } = [];

        public int CarriedOver { get; private set; }

        /// <summary>Lengths of the windows in which something was installed.</summary>
        public HashSet<int> WindowHours { get; } = [];

        /// <summary>When operating systems updated themselves, UTC: 02:00 in New York, or 03:00 on the day without a 02:00.</summary>
        public HashSet<string> OsUpdates { get; } = [];

        public void Read(LoggedEvent happened)
        {
            switch (happened.Event)
            {
                case UpdateInstalled e:
                    Installed[e.Update] = Installed.GetValueOrDefault(e.Update) + 1;
                    var windows = zones.Select(zone => Core.MaintenanceWindows.MaintenanceCalendar.OpenAt(zone, happened.At)).OfType<Core.MaintenanceWindows.MaintenanceWindow>();
                    WindowHours.Add((int)Assert.Single(windows).Length.TotalHours);
                    break;
                case UpdateCarriedOver:
                    CarriedOver++;
                    break;
                case OperatingSystemUpdated e:
                    OsUpdates.Add(e.RanAt.ToString("HH:mm", null));
                    break;
            }
        }
    }
}
