using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
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

    [Fact]
    [Trait("Rule", "MNT-04")]
    [Trait("Rule", "MNT-07")]
    [Trait("RulePart", "INT-04")]
    public async Task Run_AYear_EverybodyHasEachUpdateOnceInsideItsWindow()
    {
        using var folder = new TempFolder();
        var scenario = ScenarioFile.Read(folder.Write("year.yaml", Year)).Scenario!;
        var reader = new UpdateReader();
        var options = new RunOptions(EngineKind.Core, Checks: true) { Logs = false, Serializes = false };
        var simulation = new Simulation(scenario, Population.Create(scenario, null), options);
        var figures = new RunFigures(scenario, simulation.Roster);

        await simulation.Run(null, null, CancellationToken.None, reader, figures);

        Assert.Equal(new(Done: 120, Pending: 0, Missed: 0, WindowsMissed: 0), figures.Maintenance.Summary);

        Assert.Equal([("autumn", 40), ("spring", 40), ("summer", 40)], reader.Installed.OrderBy(update => update.Key, StringComparer.Ordinal).Select(update => (update.Key, update.Value)));
        Assert.Equal(0, reader.CarriedOver);
        Assert.Equal([3, 4, 5], reader.WindowHours.Order());
        Assert.Equal(["06:00", "07:00"], reader.OsUpdates.Order(StringComparer.Ordinal));
    }

    private sealed class UpdateReader : IEventReader
    {
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
                    var zone = Core.Regions.Region.ZoneOf("us-east-1");
                    var window = Core.MaintenanceWindows.MaintenanceCalendar.OpenAt(zone, happened.At);
                    Assert.NotNull(window);
                    WindowHours.Add((int)window.Length.TotalHours);
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
