using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo.Machines;
using DeskFleet.Testing.Drivers;
using NodaTime;

namespace DeskFleet.Silo.Tests.Drivers;

/// <summary>Every driver that is shipped keeps the contract, and the contract finds the faults that a driver may have.</summary>
public sealed class DriverContractTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-driver-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Contract_OfTheStandIn_IsKept() => Assert.Empty(await DesktopDriverContract.Check(new StandIn(null)));

    [Fact]
    public async Task Contract_OfTheStandInThatRemembers_IsKept() => Assert.Empty(await DesktopDriverContract.Check(new StandIn(Path.Combine(_folder, "machines.db"))));

    [Fact]
    public async Task Contract_OfADriverWithoutAFault_IsKept() => Assert.Empty(await DesktopDriverContract.Check(new Planted(null)));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Contract_OfADriverWithAFault_NamesWhatItBreaks(string fault, string promise)
    {
        var broken = await DesktopDriverContract.Check(new Planted(fault));

        Assert.Contains(promise, broken.Select(one => one.Promise));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "accepts old epochs", "An order with an older epoch than the newest seen is refused as stale." },
        { "refuses old epochs and carries them out", "A desktop runs on one host, where it was ordered last, under the newest epoch." },
        { "keeps the newest epoch to itself", "Whoever is refused as stale is told the newest epoch by a report." },
        { "forgets to report", "The end of every order but a backup is reported, with its verb and epoch." },
        { "reports another epoch", "The end of every order but a backup is reported, with its verb and epoch." },
        { "reports another verb", "The end of every order but a backup is reported, with its verb and epoch." },
        { "reports another WorkSpace", "A report is about a WorkSpace that was ordered." },
        { "refuses what comes again", "The same order is accepted and its end said as often as it comes." },
        { "is silent when it comes again", "The same order is accepted and its end said as often as it comes." },
        { "starts on a second host", "A desktop runs on one host, where it was ordered last, under the newest epoch." },
        { "goes on after a hibernation", "What was stopped is off." },
        { "stops for a backup", "A desktop runs on one host, where it was ordered last, under the newest epoch." },
        { "starts for a backup", "What was stopped is off." },
        { "forgets when it ends", "Epochs outlive the driver's process." },
        { "loses machines when it ends", "A desktop runs on one host, where it was ordered last, under the newest epoch." },
        { "takes the unknown for off", "What nobody has ever heard of is not off." },
        { "leaves what is terminated", "What is terminated runs nowhere." },
    };

    /// <summary>The stand-in on a clock that goes on when somebody waits.</summary>
    /// <param name="file">Where its machines are remembered; null: nowhere.</param>
    private sealed class StandIn(string? file) : DriverUnderTest, IDriverReports
    {
        private readonly PriorityQueue<(WorkSpaceId WorkSpace, DriverReported Report), Duration> _due = new();
        private Duration _now;
        private IDriverSink? _sink;

        public override int Moments => 100;

        public override IDesktopDriver Start(IDriverSink sink)
        {
            _sink = sink;
            var machines = new StandInDriver(DriverBehaviour.Default, new Chance(1), this);
            return file is null ? machines : new MachineFile(file, machines, this);
        }

        public override bool Crash()
        {
            lock (_due)
                _due.Clear();
            return file is not null;
        }

        public override Task Pass()
        {
            lock (_due)
            {
                if (_due.TryDequeue(out var told, out var at))
                {
                    _now = at;
                    _sink!.Report(told.WorkSpace, told.Report);
                }
            }

            return Task.CompletedTask;
        }

        public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report)
        {
            lock (_due)
                _due.Enqueue((workSpace, report), _now + delay);
        }
    }

    private sealed class Planted(string? fault) : DriverUnderTest
    {
        private Dictionary<WorkSpaceId, PlantedDriver.Known> _machines = [];

        public override int Moments => 2;

        public override IDesktopDriver Start(IDriverSink sink) => new PlantedDriver(sink, fault, _machines);

        public override Task Pass() => Task.CompletedTask;

        public override bool Crash()
        {
            if (fault == "forgets when it ends")
                _machines = _machines.ToDictionary(one => one.Key, one => one.Value with { Epoch = 0 });
            if (fault == "loses machines when it ends")
                _machines = _machines.ToDictionary(one => one.Key, one => one.Value with { Hosts = [] });
            return true;
        }
    }
}
