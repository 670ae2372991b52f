using DeskFleet.Core.Catalog;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using NodaTime;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>Asks for the operations of a story, each under an id of its own that does not depend on what fails.</summary>
internal sealed class Backend(CrashFleet fleet)
{
    private readonly Dictionary<string, WorkSpaceId> _desktops = [];
    private int _operations;

    /// <summary>So many fill both zones.</summary>
    public static IReadOnlyList<string> Crowd { get; } = ["ann", "bob", "ida", "joe"];

    public void Pass(Duration time) => fleet.RunFor(time);

    public void Launch(string user)
    {
        var launch = new LaunchWorkSpace(NewId(), Fleet.Directory, UserName.Of(user), Fleet.Standard.Id, RunningMode.AutoStop);
        var id = launch.OperationId.ToWorkSpaceId();
        _desktops[user] = id;
        Assert.IsType<Launched>(fleet.Call(Entity.Of(id), launch));
    }

    /// <summary>Launched and AVAILABLE.</summary>
    public void Ready(string user)
    {
        Launch(user);
        Pass(Duration.FromMinutes(21));
        Assert.Equal(Lifecycle.Available, Desktop(user).Lifecycle);
    }

    public void Stopped(string user)
    {
        Ready(user);
        Pass(Duration.FromMinutes(65));
        Assert.Equal(Lifecycle.Stopped, Desktop(user).Lifecycle);
    }

    /// <summary>Ready, and used until the first backup is taken.</summary>
    public void BackedUp(string user)
    {
        Ready(user);
        Connect(user);
        Pass(Duration.FromHours(13));
        Disconnect(user);
        Assert.NotNull(Desktop(user).Backups?.Newest);
    }

    /// <summary>Ready, with a second host in its zone to go to.</summary>
    public void ReadyOnTwoHosts(string user)
    {
        Ready(user);
        var pool = Entity.Of(Desktop(user).Identity!.Pool);
        fleet.Call(pool, new AllocateHosts("second", HostType.General, 1));
    }

    public void Connect(string user) => Accepts(user, new Connect(NewId(), UserName.Of(user), Session(user)));

    /// <summary>Works for ten minutes once the session is open.</summary>
    public void UseAndLeave(string user)
    {
        Until(() => Desktop(user).Session is not null);
        Pass(Duration.FromMinutes(10));
        Disconnect(user);
    }

    public void Disconnect(string user) => Accepts(user, new Disconnect(NewId(), Session(user)));

    public void Start(string user) => Accepts(user, new StartWorkSpace(NewId()));

    public void Stop(string user) => Accepts(user, new StopWorkSpace(NewId()));

    public void Reboot(string user) => Accepts(user, new RebootWorkSpace(NewId()));

    public void Rebuild(string user) => Accepts(user, new RebuildWorkSpace(NewId()));

    /// <summary>A zone that has just come back knows of no room for a moment; who is told "try again later" does.</summary>
    public void Restore(string user) => Accepts(user, new RestoreWorkSpace(NewId()));

    public void Capture(string user) => Accepts(user, new CaptureImage(NewId(), "golden"));

    public void Announce(string user) => fleet.Call(Entity.Of(_desktops[user]), new AnnounceUpdate("2026-03", fleet.Now));

    public void AlwaysOn(string user)
    {
        var (first, again) = (Switch(), Switch());
        if (fleet.Call(Entity.Of(_desktops[user]), first) is Refused)
            Accepts(user, again);
    }

    public void Terminate(string user) => Accepts(user, new TerminateWorkSpace(NewId()));

    public void UntilGone(string user) => Until(() => Desktop(user).Lifecycle == Lifecycle.Terminated);

    public void LoseHostOf(string user)
    {
        var host = Desktop(user).Slot!.Host;
        fleet.Machines.Lose(host);
        fleet.Call(Entity.Of(host), new LoseHost("power"));
    }

    private WorkSpaceState Desktop(string user) => fleet.State<WorkSpaceState>(Entity.Of(_desktops[user]));

    private ModifyWorkSpace Switch() => new(NewId(), RunningMode.AlwaysOn, null);

    private void Until(Func<bool> reached)
    {
        for (var i = 0; !reached(); i++)
        {
            Assert.True(i < 300, "It has not come about in five hours.");
            Pass(Duration.FromMinutes(1));
        }
    }

    private static SessionId Session(string user) => new($"session-of-{user}");

    private void Accepts(string user, Operation operation)
    {
        var reply = fleet.Call(Entity.Of(_desktops[user]), operation);
        Assert.False(reply is Refused, $"{operation} for {user}: {reply}");
    }

    /// <summary>Numbered, so that ids are equal whatever happens in between.</summary>
    private OperationId NewId() => new(1_772_000_000_000 + ++_operations, "story");
}
