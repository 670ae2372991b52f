using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Importing;
using NodaTime;

namespace DeskFleet.Silo.Tests.Importing;

/// <summary>What the stand-in importer reports, when, and how often it goes wrong (BYO-05).</summary>
public sealed class StandInImageImporterTests
{
    private static readonly LicensedWindows Ten = new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume);
    private static readonly ImageManifest Listed = new(new(WindowsVersion.Windows7, WindowsEdition.Home, LicenceChannel.Oem), 200);

    [Theory]
    [InlineData("ami-own", false)]
    [InlineData("ami-listed", true)]
    [Trait("RulePart", "BYO-05")]
    public void Order_MachineImage_IsReportedAsListedOrAsTheAccountSays(string source, bool isListed)
    {
        var behaviour = ImporterBehaviour.Fixed(Duration.FromHours(1)) with
        {
            Manifests = ImmutableDictionary<Core.Identity.MachineImageId, ImageManifest>.Empty.Add(new("ami-listed"), Listed),
        };

        var reports = Order(behaviour, 1, source);

        var expected = isListed ? Listed : new(Ten, ImporterBehaviour.UsualSizeGB);
        Assert.Equal([(Duration.FromHours(1), new ImportReported(expected, null))], reports.All);
    }

    [Fact]
    [Trait("RulePart", "BYO-05")]
    public void Order_Thousand_TakeHalfAnHourToSixHoursAndMostAtMostTwo()
    {
        var delays = Order(ImporterBehaviour.Default, 1000).All.Select(report => report.After).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, Duration.FromMinutes(30), Duration.FromHours(6)));
        Assert.InRange(delays.Count(delay => delay <= Duration.FromHours(2)), 860, 940);
        Assert.Equal(delays, Order(ImporterBehaviour.Default, 1000).All.Select(report => report.After));
    }

    [Fact]
    [Trait("RulePart", "BYO-05")]
    public void Order_WithFaults_FailsStallsAndRepeatsAsOftenAsItIsTold()
    {
        ImporterBehaviour Faulty(double fail, double stall, double twice) => ImporterBehaviour.Default with { Faults = new(fail, stall, twice) };

        Assert.InRange(Order(Faulty(0.2, 0, 0), 1000).All.Count(report => report.Delivered is { Manifest: null, Failure: not null }), 150, 250);
        Assert.InRange(Order(Faulty(0, 0.2, 0), 1000).All.Count, 750, 850);
        Assert.InRange(Order(Faulty(0, 0, 0.2), 1000).All.Count, 1150, 1250);
    }

    private static Reports Order(ImporterBehaviour behaviour, int count, string source = "ami-own")
    {
        var reports = new Reports();
        var importer = new StandInImageImporter(behaviour, new Chance(1), reports);
        for (var i = 0; i < count; i++)
            Assert.IsType<Accepted>(importer.Order(new(new(EntityKind.Image, $"acme/us-east-1/wsi-{i:000000000}"), 1, new(source), Ten)));
        return reports;
    }

    private sealed class Reports : IImportReports
    {
        public List<(Duration After, ImportReported Delivered)> All { get; } = [];

        public void Schedule(Duration delay, Entity image, ImportReported report) => All.Add((delay, report));
    }
}
