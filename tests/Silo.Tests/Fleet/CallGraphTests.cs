using System.Collections.Concurrent;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>Who calls whom inside a turn is a DAG; everything else goes through the courier, from outside any turn.</summary>
public sealed class CallGraphTests
{
    private const string Outside = "outside";

    private static readonly string[] WorkSpaceMayCall = ["account", "bundle", "dedicatedhost", "directory", "hostpool", "image", "key", "user"];

    [Fact]
    public async Task Story_OfTwoDesktops_CallsInsideATurnAreThoseOfTheGraph()
    {
        var calls = new ConcurrentDictionary<(string Caller, string Callee), int>();
        await using var fleet = await FleetHarness.Start(configure: silo => silo.AddIncomingGrainCallFilter(async call =>
        {
            if (call.TargetId.IsClient() || call.TargetId.IsSystemTarget())
            {
                await call.Invoke();
                return;
            }

            calls.AddOrUpdate((Kind(call.SourceId), Kind(call.TargetId)), 1, (_, count) => count + 1);
            await call.Invoke();
        }));

        await TellStory(fleet);

        var inside = calls.Keys.Where(call => call.Caller != Outside).Order().ToList();
        (string, string)[] expected = [("image", "account"), ("image", "image"), .. WorkSpaceMayCall.Select(callee => ("workspace", callee))];
        Assert.Equal(expected.Order(), inside);
        Assert.Superset(new HashSet<(string, string)>([(Outside, "workspace"), (Outside, "hostpool"), (Outside, "dedicatedhost")]), calls.Keys.ToHashSet());
    }

    /// <summary>Launch, a full zone, an image, resume by sign-in, a key, a host lost, terminate: every effect that there is between grains.</summary>
    private static async Task TellStory(FleetHarness fleet)
    {
        await fleet.SetUp(quota: 10, FleetHarness.OneDesktop, 2, 0);
        var (ann, bob) = (await LaunchUntilAvailable(fleet, "ann"), await LaunchUntilAvailable(fleet, "bob"));
        var cat = FleetHarness.Launch("cat");
        Assert.True(Assert.IsType<Launched>(await fleet.Fleet.Launch(cat)).Waits);

        await fleet.Fleet.Stop(ann, new(FleetHarness.NewId()));
        await fleet.Fleet.WaitFor(ann, Lifecycle.Stopped, TimeSpan.FromMinutes(5));
        await fleet.Fleet.WaitFor(cat.OperationId.ToWorkSpaceId(), Lifecycle.Available, TimeSpan.FromMinutes(5));
        var golden = Assert.IsType<ImageBegun>(await fleet.Fleet.CreateImage(bob, new(FleetHarness.NewId(), "golden"))).Image;
        await fleet.Fleet.WaitFor(bob, Lifecycle.Available, TimeSpan.FromMinutes(5));
        await Eventually.True(async () => await fleet.Fleet.CopyImage(new(FleetHarness.NewId(), FleetHarness.Account, "copy", FleetHarness.Account, golden)) is ImageBegun, "the image copied");
        await fleet.Fleet.Connect(bob, new(FleetHarness.NewId(), UserName.Of("bob"), new("s-bob")));
        await fleet.Fleet.Terminate(cat.OperationId.ToWorkSpaceId(), new(FleetHarness.NewId()));
        await Eventually.True(async () => await fleet.Fleet.Describe(cat.OperationId.ToWorkSpaceId()) is null, "cat's desktop terminated");

        var key = KeyArn.Of(FleetHarness.Account, "ours");
        await fleet.Fleet.CreateKey(FleetHarness.NewId(), key);
        var dan = FleetHarness.Launch("dan") with { Encryption = new(Root: true, User: true, key) };
        Assert.IsType<Launched>(await fleet.Fleet.Launch(dan));
        await fleet.Fleet.WaitFor(dan.OperationId.ToWorkSpaceId(), Lifecycle.Available, TimeSpan.FromMinutes(5));
        await fleet.Fleet.Terminate(dan.OperationId.ToWorkSpaceId(), new(FleetHarness.NewId()));
        await Eventually.True(async () => await fleet.Fleet.Describe(dan.OperationId.ToWorkSpaceId()) is null, "dan's desktop terminated");

        var host = (await fleet.Fleet.Describe(bob))!.Host!.Value;
        await fleet.Accept(Entity.Of(host), new LoseHost("power"));
        await Eventually.True(async () => await fleet.Fleet.Describe(bob) is { State: Lifecycle.Available } now && now.Host != host, "bob on another host");
        await fleet.EffectsAreDelivered();
    }

    private static async Task<WorkSpaceId> LaunchUntilAvailable(FleetHarness fleet, string user)
    {
        var launch = FleetHarness.Launch(user);
        Assert.IsType<Launched>(await fleet.Fleet.Launch(launch));
        await fleet.Fleet.WaitFor(launch.OperationId.ToWorkSpaceId(), Lifecycle.Available, TimeSpan.FromMinutes(5));
        return launch.OperationId.ToWorkSpaceId();
    }

    private static string Kind(GrainId? grain) =>
        grain is not { } id || id.IsClient() || id.IsSystemTarget() ? Outside : id.Type.ToString()!;
}
