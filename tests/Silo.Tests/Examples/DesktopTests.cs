using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing;
using NodaTime;

namespace DeskFleet.Examples;

public sealed class DesktopTests
{
    [Fact]
    public async Task Desktop_NobodySignsIn_StopsByItself()
    {
        await using var fleet = await TestFleet.Start();
        var desktop = await fleet.Launch("ann");
        await fleet.RunFor(Duration.FromHours(2));
        var described = await fleet.Client.Describe(desktop);
        Assert.Equal((Lifecycle.Stopped, 1), (described!.State, described.MeteredHours));
    }
}
