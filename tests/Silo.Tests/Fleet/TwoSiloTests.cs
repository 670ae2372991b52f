using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>A hundred callers through two silos of one cluster.</summary>
public sealed class TwoSiloTests
{
    /// <summary>The other clauses are in the tests of batches, directories and desktops (RulePart).</summary>
    [Fact]
    [Trait("Rule", "INT-10")]
    [Trait("Rule", "QTA-01")]
    public async Task Launch_HundredForOneUserThroughTwoSilos_ExactlyOneWinsAndTheOthersLeaveNothing()
    {
        await using var fleet = await FleetHarness.Start(silos: 2);
        await fleet.SetUp(quota: 1000, HostType.General, 1, 1);
        var clients = fleet.Clients.ToList();
        Assert.Equal(2, clients.Count);

        var replies = await Hundred.AtOnce(i => clients[i % 2].Launch(FleetHarness.Launch(i % 3 == 0 ? "ANN" : "ann")));

        Assert.Single(replies.OfType<Launched>());
        Assert.Equal(Hundred.Callers - 1, replies.Count(reply => reply is Refused { Code: RefusalCode.ResourceExistsWorkSpace }));
        await Eventually.True(
            async () => (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State is { WorkSpaces: 1, Units.Lent.IsEmpty: true },
            "one unit taken and none on loan");
        var directory = (await fleet.Stored<DirectoryState>(Entity.Of(FleetHarness.Directory))).State;
        Assert.Equal(1, directory.Count(FleetHarness.ZoneA) + directory.Count(FleetHarness.ZoneB));
    }
}
