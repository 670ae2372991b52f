using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Durable.Tests.Support;
using NodaTime;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>An operation on a fleet of two hosts and two desktops: how things stood before, and what is asked.</summary>
internal sealed record Story(string Name, Action<Backend> Before, Action<Backend> Operation)
{
    /// <summary>How it ends depends on whether a machine's report comes within a deadline: without it another end is right.</summary>
    public bool IsRace { get; private init; }

    /// <summary>Holds two desktops and starts one at a time.</summary>
    private static readonly HostType Narrow = new("narrow", Fleet.Standard.Size + Fleet.Standard.Size, StartSlots: 1);

    public static IReadOnlyList<Story> All { get; } =
    [
        new("launch", _ => { }, fleet => fleet.Launch("ann")),
        new("launch into a full zone", FillBothZones, fleet =>
        {
            fleet.Launch("cleo");
            fleet.Pass(Duration.FromMinutes(1));
            fleet.Terminate("ann");
        }) { IsRace = true },
        new("launch that finds no room", FillBothZones, fleet => fleet.Launch("cleo")),
        new("sign in and out", fleet => fleet.Ready("ann"), fleet =>
        {
            fleet.Connect("ann");
            fleet.UseAndLeave("ann");
        }),
        new("sign in to a stopped desktop", fleet => fleet.Stopped("ann"), fleet =>
        {
            fleet.Connect("ann");
            fleet.UseAndLeave("ann");
        }),
        new("sign in while it stops", fleet => fleet.Ready("ann"), fleet =>
        {
            fleet.Stop("ann");
            fleet.Connect("ann");
            fleet.UseAndLeave("ann");
        }),
        new("start", fleet => fleet.Stopped("ann"), fleet => fleet.Start("ann")),
        new("start of three with one start slot", FillBothZonesAndStop, fleet =>
        {
            foreach (var user in Backend.Crowd)
                fleet.Start(user);
        }),
        new("stop", fleet => fleet.Ready("ann"), fleet => fleet.Stop("ann")),
        new("AutoStop", fleet => fleet.Ready("ann"), fleet => fleet.Pass(Duration.FromMinutes(61))),
        new("reboot", fleet => fleet.Ready("ann"), fleet => fleet.Reboot("ann")),
        new("rebuild", fleet => fleet.Ready("ann"), fleet => fleet.Rebuild("ann")),
        new("rebuild of a stopped desktop", fleet => fleet.Stopped("ann"), fleet => fleet.Rebuild("ann")),
        new("switch of a stopped desktop to AlwaysOn", fleet => fleet.Stopped("ann"), fleet => fleet.AlwaysOn("ann")),
        new("loss of a host under a connected user", fleet => fleet.ReadyOnTwoHosts("ann"), fleet =>
        {
            fleet.Connect("ann");
            fleet.LoseHostOf("ann");
            fleet.Pass(Duration.FromMinutes(10));
            fleet.Disconnect("ann");
        }),
        new("restore", fleet => fleet.BackedUp("ann"), fleet => fleet.Restore("ann")),
        new("maintenance", fleet => fleet.Ready("ann"), fleet =>
        {
            fleet.AlwaysOn("ann");
            fleet.Announce("ann");
            fleet.Pass(Duration.FromDays(8));
        }) { IsRace = true },
        new("capture of an image", fleet => fleet.Ready("ann"), fleet => fleet.Capture("ann")) { IsRace = true },
        new("terminate", fleet => fleet.Ready("ann"), fleet => fleet.Terminate("ann")),
        new("terminate of a stopped desktop", fleet => fleet.Stopped("ann"), fleet => fleet.Terminate("ann")),
        new("terminate while it waits for room", FillBothZones, fleet =>
        {
            fleet.Launch("cleo");
            fleet.Terminate("cleo");
        }),
        new("terminate and launch again", fleet => fleet.Ready("ann"), fleet =>
        {
            fleet.Terminate("ann");
            fleet.UntilGone("ann");
            fleet.Pass(Duration.FromMinutes(1));
            fleet.Launch("ann");
        }),
    ];

    public static Story Named(string name) => All.Single(story => story.Name == name);

    /// <summary>Plays it until nothing is under way any more: the first backup comes 12 hours after a provisioning that may take two tries.</summary>
    public CrashFleet Play(CrashFault fault, params int[] at)
    {
        var fleet = new CrashFleet(fault, at);
        SetUp(fleet);
        var backend = new Backend(fleet);
        Before(backend);
        fleet.Arm();
        Operation(backend);
        fleet.RunFor(Duration.FromHours(15));
        return fleet;
    }

    private static void SetUp(CrashFleet fleet)
    {
        fleet.Call(Entity.Of(Fleet.Account), new SetLimits(10, GraphicsMonthlyEnabled: false));
        fleet.Call(Entity.Of(Fleet.Directory), new RegisterDirectory(Fleet.Account, Fleet.ZoneA, Fleet.ZoneB, IsDedicated: false));
        foreach (var zone in new[] { Fleet.ZoneA, Fleet.ZoneB })
            fleet.Call(Entity.Of(new HostPoolId(Fleet.Provider, zone)), new AllocateHosts("first", Narrow, 1));
    }

    private static void FillBothZones(Backend fleet)
    {
        foreach (var user in Backend.Crowd)
            fleet.Launch(user);
        fleet.Pass(Duration.FromMinutes(30));
    }

    private static void FillBothZonesAndStop(Backend fleet)
    {
        FillBothZones(fleet);
        fleet.Pass(Duration.FromMinutes(70));
    }
}
