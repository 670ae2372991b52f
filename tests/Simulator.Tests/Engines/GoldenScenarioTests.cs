using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Testing.Engines;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>
/// Worked out by hand: three users, two hosts with room for one desktop each, boot 20 min, resume 60 s, hibernate 30 s, AutoStop 60 min.
/// Ann's countdown is cancelled by her reconnect; Bob's resume finds his zone full, is refused after five minutes, and at his second try
/// gets the slot that Cas's AutoStop frees. Within one second and class the WorkSpace id decides, and Bob's is the lower.
/// </summary>
public sealed class GoldenScenarioTests
{
    private const string Expected = """
        08:00:00 ann StateChanged PENDING on h-acme-us-east-1a-0001
        08:00:00 bob StateChanged PENDING on h-acme-us-east-1b-0001
        08:20:00 bob StateChanged AVAILABLE
        08:20:00 ann StateChanged AVAILABLE
        09:00:00 ann SessionOpened
        09:10:00 ann SessionClosed
        09:20:00 bob StateChanged STOPPING metered 1 h
        09:20:30 bob StateChanged STOPPED
        09:30:00 cas StateChanged PENDING on h-acme-us-east-1b-0001
        09:50:00 cas StateChanged AVAILABLE
        10:00:00 ann SessionOpened
        10:15:00 bob CapacityAwaited
        10:20:00 bob CapacityWaitEnded InsufficientCapacity
        10:20:00 bob SessionAbandoned InsufficientCapacity after 300 s
        10:30:00 ann SessionClosed
        10:49:00 bob CapacityAwaited
        10:50:00 cas StateChanged STOPPING metered 1 h
        10:50:30 cas StateChanged STOPPED
        10:50:30 bob StateChanged STARTING on h-acme-us-east-1b-0001
        10:51:30 bob StateChanged AVAILABLE session after 150 s
        11:00:00 bob SessionClosed
        11:30:00 ann StateChanged STOPPING metered 4 h
        11:30:30 ann StateChanged STOPPED
        12:00:00 bob StateChanged STOPPING metered 2 h
        12:00:30 bob StateChanged STOPPED
        """;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    private readonly ScriptedFleet _fleet = new()
    {
        Driver = DriverBehaviour.Fixed(verb => verb switch
        {
            DriverVerb.Boot => Duration.FromMinutes(20),
            DriverVerb.Resume => Duration.FromSeconds(60),
            _ => Duration.FromSeconds(30),
        }),
    };

    [Theory]
    [InlineData(EngineKind.Core)]
    [InlineData(EngineKind.Grains)]
    [Trait("Rule", "RUN-04")]
    [Trait("Rule", "RUN-05")]
    [Trait("Rule", "RUN-07")]
    [Trait("Rule", "PLC-02")]
    [Trait("Rule", "PLC-06")]
    [Trait("Rule", "BIL-08")]
    public async Task Script_ThreeUsersTwoHosts_GivesExactlyTheseEvents(EngineKind engine)
    {
        var played = await _fleet.Play(engine, Script());

        var names = new[] { ("ann", "08:00"), ("bob", "08:00"), ("cas", "09:30") }
            .ToDictionary(user => _fleet.DesktopOf(user.Item1, At(user.Item2)).Value, user => user.Item1);
        var lines = played.Events.Where(e => e.Entity.Kind == EntityKind.WorkSpace).Select(e => Describe(e, names[e.Entity.Key]));
        Assert.Equal(Expected.ReplaceLineEndings("\n").Split('\n'), lines);
    }

    private List<Line> Script() =>
    [
        ScriptedFleet.Launch(At("08:00"), "ann"),
        ScriptedFleet.Launch(At("08:00"), "bob"),
        SignIn("09:00", "ann", "08:00"),
        SignOut("09:10", "ann", "08:00", "09:00"),
        ScriptedFleet.Launch(At("09:30"), "cas"),
        SignIn("10:00", "ann", "08:00"),
        SignIn("10:15", "bob", "08:00"),
        SignOut("10:30", "ann", "08:00", "10:00"),
        SignIn("10:49", "bob", "08:00"),
        SignOut("11:00", "bob", "08:00", "10:49"),
    ];

    private Line SignIn(string at, string user, string launchedAt) =>
        new(At(at), DesktopOf(user, launchedAt), new Connect(OperationId.At(At(at), "in"), UserName.Of(user), new($"{user} {at}")));

    private Line SignOut(string at, string user, string launchedAt, string since) =>
        new(At(at), DesktopOf(user, launchedAt), new Disconnect(OperationId.At(At(at), "out"), new($"{user} {since}")));

    private Entity DesktopOf(string user, string launchedAt) => Entity.Of(_fleet.DesktopOf(user, At(launchedAt)));

    private Instant At(string time) => _fleet.Start.InUtc().Date.At(LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value).InUtc().ToInstant();

    private static string Describe(LoggedEvent logged, string user)
    {
        var what = logged.Event switch
        {
            StateChanged e => $" {e.To.ToWire()}{On(e.Slot)}{Metered(e)}{Session(e)}",
            CapacityWaitEnded e => $" {e.Code}",
            SessionAbandoned e => $" {e.Code} after {e.Waited.TotalSeconds} s",
            _ => "",
        };
        return $"{Clock.Format(logged.At.InUtc().TimeOfDay)} {user} {logged.Event.GetType().Name}{what}";
    }

    private static string On(SlotHeld? slot) => slot is null ? "" : $" on {slot.Host}";

    private static string Metered(StateChanged e) => e.Metered is null ? "" : $" metered {e.Metered.StartedHours} h";

    private static string Session(StateChanged e) => e.Waited is { } waited ? $" session after {waited.TotalSeconds} s" : "";
}
