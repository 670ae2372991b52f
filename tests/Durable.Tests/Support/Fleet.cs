using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A small fleet and what its backend does with it.</summary>
internal static class Fleet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static long _lastOperation = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static AccountId Account { get; } = new("acme", "us-east-1");

    public static AccountId Provider { get; } = new(AccountId.Provider, "us-east-1");

    public static DirectoryId Directory { get; } = new("d-acme");

    public static Bundle Standard { get; } = Bundle.Defaults.Single(bundle => bundle.Name == "Standard");

    public static ZoneId ZoneA { get; } = new("us-east-1a");

    public static ZoneId ZoneB { get; } = new("us-east-1b");

    public static OperationId NewId() => new(Interlocked.Increment(ref _lastOperation), "test");

    public static LaunchWorkSpace Launch(string user) => new(NewId(), Directory, UserName.Of(user), Standard.Id, RunningMode.AutoStop);

    /// <summary>A quota, a directory over two zones, and hosts in both; returns when there is room.</summary>
    public static Task SetUp(this FleetClient fleet, int hosts = 1) => fleet.SetUp(hosts, HostType.General, ZoneA, ZoneB);

    /// <summary>The same with hosts of a type, in some of the zones only.</summary>
    public static async Task SetUp(this FleetClient fleet, int hosts, HostType type, params ZoneId[] zones)
    {
        await fleet.Accept(Entity.Of(Account), new SetLimits(1_000_000, GraphicsMonthlyEnabled: false));
        await fleet.Accept(Entity.Of(Directory), new RegisterDirectory(Account, ZoneA, ZoneB, IsDedicated: false));
        foreach (var zone in zones)
        {
            var pool = Entity.Of(new HostPoolId(Provider, zone));
            await fleet.Accept(pool, new AllocateHosts("first", type, hosts));
            await Eventually.Is<Reply>(
                new Room(hosts * type.Capacity.VCpu), () => fleet.Send(pool, new CheckRoom()), $"the room in {zone}");
        }
    }

    public static async Task<WorkSpaceId> LaunchOne(this FleetClient fleet, string user)
    {
        var launch = Launch(user);
        var launched = Assert.IsType<Launched>(await Patient.Question(() => fleet.Launch(launch), Patience));
        await fleet.WaitFor(launched.WorkSpace, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        return launched.WorkSpace;
    }

    /// <summary>Waits for one of these states, whatever goes wrong on the way. What is not described is terminated.</summary>
    public static async Task Until(this FleetClient fleet, WorkSpaceId id, TimeSpan within, params Lifecycle[] states) =>
        Assert.True(await fleet.Reaches(id, within, states), $"{id} is not {string.Join(" or ", states)} after {within.TotalSeconds} s.");

    /// <returns>Whether it came to one of these states.</returns>
    public static async Task<bool> Reaches(this FleetClient fleet, WorkSpaceId id, TimeSpan within, params Lifecycle[] states)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < within; await Task.Delay(Look, TestContext.Current.CancellationToken))
        {
            try
            {
                if (IsOneOf(states, await fleet.Describe(id).WaitAsync(within)))
                    return true;
            }
            catch (Exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Unknown: look again.
            }
        }

        return false;
    }

    private static bool IsOneOf(Lifecycle[] states, WorkSpaceDescription? stands) => states.Contains(stands?.State ?? Lifecycle.Terminated);

    /// <summary>Repeated until it is answered: setting things up a second time changes nothing.</summary>
    public static async Task Accept(this FleetClient fleet, Entity entity, Command command) =>
        Assert.IsType<Accepted>(await Patient.Question(() => fleet.Send(entity, command), Patience));
}
