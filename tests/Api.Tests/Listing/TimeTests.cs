using DeskFleet.Api.Tests.Support;
using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Api.Tests.Listing;

/// <summary>Virtual time over the API: what takes an hour takes a call.</summary>
public sealed class TimeTests
{
    [Fact]
    [Trait("RulePart", "RUN-04")]
    public async Task Clock_MovedPastTheAutoStop_StopsTheDesktopAndShowsWhoWasConnected()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var id = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        await silo.Becomes(id, "AVAILABLE");
        var fleet = await silo.Backend();
        await fleet.Connect(new(id), new(NewId(), UserName.Of("ann"), new("s-1")));
        Assert.Equal("CONNECTED", await ConnectionOf(silo, id));

        await fleet.Disconnect(new(id), new(NewId(), new("s-1")));
        await silo.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(("AVAILABLE", "DISCONNECTED"), (await silo.StateOf(id), await ConnectionOf(silo, id)));
        await silo.Advance(TimeSpan.FromMinutes(2));

        await silo.Becomes(id, Lifecycle.Stopped.ToWire());
    }

    private static OperationId NewId() => DeskFleet.Contracts.Operations.NewId();

    private static async Task<string?> ConnectionOf(ApiSilo silo, string id) =>
        (await silo.WorkSpaces("DescribeWorkspacesConnectionStatus", new { WorkspaceIds = new[] { id } })).Accepted()
            .Body.GetProperty("WorkspacesConnectionStatus")[0].GetProperty("ConnectionState").GetString();
}
