using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>A day of people, administrators, failing drivers and failing hosts on a small fleet, drawn from a seed.</summary>
internal static class RandomScripts
{
    public static ScriptedFleet FleetFor(int seed, DriverFaults faults, int repeats = 1) => new()
    {
        Start = Instant.FromUtc(2026, 3, 7, 8, 0),
        Length = Duration.FromHours(30),
        HostType = new("small", new(6, 12 * 1024, 0), 1),
        HostsPerZone = 2,
        Seed = (ulong)seed,
        Repeats = repeats,
        Driver = new(DriverBehaviour.Default.Verbs.ToImmutableDictionary(verb => verb.Key, verb => verb.Value with { Faults = faults })),
    };

    /// <summary>14 users for 12 slots, 24 hours of people, administrators and failing hosts, from Saturday into the Sunday of a clock change.</summary>
    public static List<Line> Of(ScriptedFleet fleet, int seed)
    {
        var dice = new Dice(new Chance((ulong)seed).Of("script"));
        var users = Enumerable.Range(1, 14).Select(i => $"u{i}").ToArray();
        var script = users.Select((user, i) => i % 3 == 0 ? Encrypted(ScriptedFleet.Launch(fleet.Start, user), i) : ScriptedFleet.Launch(fleet.Start, user)).ToList();
        for (var i = 0; i < 200; i++)
        {
            var at = fleet.Start + Duration.FromSeconds(dice.Next(24 * 3600));
            script.Add(dice.Next(20) switch
            {
                0 => OnHost(fleet, at, dice),
                1 => new(at, Entity.Of(ScriptedFleet.Key), new EnableKey(IsEnabled: dice.Next(3) > 0)),
                _ => OnDesktop(fleet, at, users[dice.Next(users.Length)], i, dice),
            });
        }

        return [.. script.OrderBy(line => line.At)];
    }

    private static Line Encrypted(Line launch, int number) => launch with
    {
        Command = (LaunchWorkSpace)launch.Command with { Encryption = new(Root: number % 2 == 0, User: true, ScriptedFleet.Key) },
    };

    private static Line OnHost(ScriptedFleet fleet, Instant at, Dice dice)
    {
        var zone = dice.Next(2) == 0 ? ScriptedFleet.ZoneA : ScriptedFleet.ZoneB;
        Command command = dice.Next(5) switch
        {
            0 => new DrainHost(),
            1 => new LoseHost("power"),
            _ => new ReturnHost(),
        };
        return new(at, Entity.Of(new HostId($"h-{ScriptedFleet.Account.Account}-{zone}-000{1 + dice.Next(fleet.HostsPerZone)}")), command);
    }

    private static Line OnDesktop(ScriptedFleet fleet, Instant at, string user, int number, Dice dice)
    {
        var id = OperationId.At(at, $"op{number}");
        var session = new SessionId($"{user}/{dice.Next(3)}");
        Command command = dice.Next(28) switch
        {
            < 8 => new Connect(id, UserName.Of(user), session),
            < 13 => new Disconnect(id, session),
            13 => new CaptureImage(id, "golden"),
            14 => new StartWorkSpace(id),
            15 or 16 => new StopWorkSpace(id),
            17 => new RebootWorkSpace(id),
            18 => new RebuildWorkSpace(id),
            19 => new ModifyWorkSpace(id, dice.Next(2) == 0 ? RunningMode.AlwaysOn : RunningMode.AutoStop, null),
            20 => new SetAdminMaintenance(id, dice.Next(2) == 0),
            21 => new TerminateWorkSpace(id),
            22 => HealthNews(dice),
            23 or 24 => new AnnounceUpdate("2026-03", at),
            25 or 26 => new RestoreWorkSpace(id, RebuildRoot: dice.Next(2) == 0),
            _ => ScriptedFleet.Launch(at, user).Command,
        };
        var target = command is LaunchWorkSpace launch ? launch.OperationId.ToWorkSpaceId() : fleet.DesktopOf(user, fleet.Start);
        return new(at, Entity.Of(target), command);
    }

    /// <summary>Under an epoch that the placement may have; when it has another, it is news of the past.</summary>
    private static HealthReported HealthNews(Dice dice) => new(1 + dice.Next(12), dice.Next(2) == 0, "probe");

    private sealed class Dice(SubjectChance chance)
    {
        private int _throws;

        public int Next(int sides) => (int)(chance.Uniform(_throws++, "dice") * sides);
    }
}
