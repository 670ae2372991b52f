using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Importing;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>Imports on both engines, with an importer that fails, forgets and repeats itself (BYO-05).</summary>
public sealed class ImportConformanceTests
{
    private static readonly LicensedWindows Ten = new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume);

    [Fact]
    [Trait("RulePart", "BYO-05")]
    public async Task Engines_FaultyImporter_WriteTheSameLogAndEveryImageEnds()
    {
        var fleet = new ScriptedFleet
        {
            Importer = ImporterBehaviour.Default with { Faults = new(Fail: 0.3, Stall: 0.5, Twice: 0.5) },
            Length = Duration.FromHours(40),
        };
        var script = Enumerable.Range(0, 40).Select(i => Import(fleet.Start + Duration.FromMinutes(1 + i), i)).ToList();

        var core = await fleet.Play(EngineKind.Core, script);
        var grains = await fleet.Play(EngineKind.Grains, script);

        Assert.Equal(core.Log, grains.Log);
        Assert.Equal(core.Calls, grains.Calls);
        var begun = core.Replies.Count(reply => reply is ImageBegun);
        var (made, failed) = (core.Events.Count(line => line.Event is ImageFinished), core.Events.Count(line => line.Event is ImageFailed));
        Assert.Equal(begun, made + failed);
        Assert.InRange(made, 3, 5);
        Assert.InRange(failed, 1, 35);
    }

    private static Line Import(Instant at, int number)
    {
        var id = OperationId.At(at, $"import{number}");
        var import = new ImportImage(id, ScriptedFleet.Account, "own", HardwareFamily.General, Language.EnglishUS, Ten, new($"ami-{number}"));
        return new(at, Entity.Of(ScriptedFleet.Account, id.ToImageId()), import);
    }
}
