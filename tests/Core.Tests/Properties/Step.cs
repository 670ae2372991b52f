using CsCheck;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Properties;

/// <summary>One thing that happens to a small fleet, as three numbers: what, to whom, and which variant.</summary>
internal readonly record struct Step(int What, int Whom, int How)
{
    public const int Desks = 8;

    /// <summary>What happens most in a fleet is there more than once: launches, sign-ins, and that time passes.</summary>
    public static Gen<Step> Any { get; } = Gen.Select(Gen.Int[0, 31], Gen.Int[1, Desks], Gen.Int[0, 11], (what, whom, how) => new Step(what, whom, how));

    public WorkSpaceId Desk => Names.WorkSpace(Whom);

    private UserName User => UserName.Of($"user{Whom}");

    /// <summary>The operation of this step under the given id; null: the step is something else.</summary>
    public Operation? Operation(OperationId id) => What switch
    {
        0 or 1 => new LaunchWorkSpace(id, Names.Directory, User, Names.Standard.Id, How % 3 == 0 ? RunningMode.AlwaysOn : RunningMode.AutoStop)
        {
            Encryption = How % 4 == 1 ? new(Root: How > 5, User: true, Names.Key) : null,
        },
        2 or 3 => new Connect(id, User, Names.Session(How % 3)),
        4 => new Disconnect(id, Names.Session(How % 3)),
        5 => new StartWorkSpace(id),
        6 => new StopWorkSpace(id),
        7 => new RebootWorkSpace(id),
        8 => new RebuildWorkSpace(id),
        9 => Modify(id),
        10 => new SetAdminMaintenance(id, On: How % 2 == 0),
        11 => new TerminateWorkSpace(id),
        22 => new SetAdminMaintenance(id, On: false),
        23 => new LaunchWorkSpace(id, Names.Directory, User, Names.Standard.Id, RunningMode.AutoStop),
        24 => new CaptureImage(id, "golden"),
        30 => new RestoreWorkSpace(id, RebuildRoot: How % 2 == 0),
        _ => null,
    };

    /// <summary>Takes a step that is no operation.</summary>
    public void Take(TinyFleet fleet)
    {
        switch (What)
        {
            case 12:
                fleet.Do(Desk, new HealthReported(fleet.WorkSpace(Desk).Slot?.Epoch ?? 0, How % 2 == 0, "probe"));
                break;
            case 13:
                fleet.Do(Entity.Of(Host), new LoseHost("power"));
                break;
            case 14:
                fleet.Do(Entity.Of(Host), How % 2 == 0 ? new DrainHost() : new ReturnHost());
                break;
            case 15:
                fleet.Do(Entity.Of(Host), new ReturnHost());
                break;
            case 16:
                fleet.Do(Entity.Of(Names.Directory, User), new EnableUser(How % 3 > 0));
                break;
            case 31:
                fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: How % 4 > 0));
                break;
            case 17:
                fleet.Sleep(Duration.FromMinutes(How));
                break;
            case 18:
                fleet.Run(Duration.FromSeconds(How * 10));
                break;
            case 25 or 26:
                fleet.Do(Desk, new AnnounceUpdate($"update {How % 3}", fleet.Now));
                break;
            case 27:
                fleet.RunUntil(NextSunday(fleet) + Duration.FromMinutes(How * 30));
                break;
            case 28:
                fleet.Sleep(NextSunday(fleet) + Duration.FromMinutes(How * 30) - fleet.Now);
                break;
            case 19 or 20:
                fleet.Run(Duration.FromMinutes(How * 5));
                break;
            default:
                fleet.Run(Duration.FromHours(How));
                break;
        }
    }

    private static Instant NextSunday(TinyFleet fleet) => MaintenanceCalendar.Next(Region.ZoneOf(Names.Account.Region), fleet.Now).Opens;

    private HostId Host => new($"h-provider-zone-{(Whom % 2 == 0 ? 'a' : 'b')}-000{1 + (How % 2)}");

    private ModifyWorkSpace Modify(OperationId id) => (How % 4) switch
    {
        0 => new(id, RunningMode.AlwaysOn, null),
        1 => new(id, RunningMode.AutoStop, null),
        2 => new(id, null, Duration.FromHours(1 + (How / 4))),
        _ => new(id, RunningMode.AutoStop, Duration.FromMinutes(45)),
    };

    /// <summary>
    /// What the driver makes of an order: the same for the same order. Most tempers can do all verbs but one; under the others each order
    /// goes well in most cases.
    /// </summary>
    public static DriverMood MoodOf(DriverCommand order, int temper) =>
        order.Verb == (DriverVerb)temper
            ? order.WorkSpace.Value[^1] % 2 == 0 ? DriverMood.Fails : DriverMood.Stalls
            : (((order.Epoch * 7) + (order.WorkSpace.Value[^1] * 13) + temper) % 11) switch
            {
                0 => DriverMood.Fails,
                1 => DriverMood.Stalls,
                2 => DriverMood.SaysItTwice,
                3 => DriverMood.LeavesItUnhealthy,
                _ => DriverMood.Obeys,
            };
}
