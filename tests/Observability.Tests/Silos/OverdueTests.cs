using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>A database that takes no WorkSpace's record: deadlines of every kind pass, and each is counted.</summary>
public sealed partial class OverdueTests
{
    private const int Most = 100;

    private const string Refuse = """
        CREATE TRIGGER refuse BEFORE UPDATE ON fleet_record WHEN NEW.kind = 'WorkSpace' BEGIN SELECT RAISE(FAIL, 'the disk is full'); END
        """;

    private static readonly Duration Week = Duration.FromDays(8);

    [Fact]
    public async Task DeadlinesOverdue_NothingCanBeStored_CountsEveryKindAsTheRecordsDo()
    {
        using var silo = await LiveSilo.Start("--control", "true", "--driver-time-scale", "100000");
        await using var database = silo.OpenDatabase();
        await silo.Fleet.SetUp();
        var ann = await Launch(silo, "ann", RunningMode.AlwaysOn);
        await Launch(silo, "carl", RunningMode.AutoStop);
        var updated = new[] { await Launch(silo, "bob", RunningMode.AlwaysOn), await Launch(silo, "dora", RunningMode.AlwaysOn) };
        foreach (var desktop in updated)
            await silo.Fleet.Accept(Entity.Of(desktop), new AnnounceUpdate("2026-03", SystemClock.Instance.GetCurrentInstant()));
        await LoseItsHost(silo, database, ann);
        await database.Execute(Refuse);
        await silo.Fleet.Launch(Fleet.Launch("eve") with { Bundle = Bundle.Defaults.Single(bundle => bundle.Name == "Graphics").Id }); // waits for room
        await silo.Fleet.Launch(Fleet.Launch("dan")); // waits for its machine

        var now = await Advance(silo, Week);

        var expected = await OverdueIn(database, now);
        Assert.All(DeadlineKinds.All, kind => Assert.True(expected[kind] > 0, $"No {kind} is overdue."));
        await Eventually.True(async () => await Told(silo) is var told && DeadlineKinds.All.All(kind => told.GetValueOrDefault(DeadlineNames.Of(kind)) == expected[kind]),
            $"overdue are {string.Join(", ", expected)}");

        await database.Execute("DROP TRIGGER refuse");
        await Advance(silo, Duration.FromMinutes(1)); // whoever could not be woken is woken again
        await Eventually.True(async () => (await Told(silo)).Values.All(count => count == 0), "nothing is overdue any more");
    }

    private static async Task<WorkSpaceId> Launch(LiveSilo silo, string user, RunningMode mode)
    {
        var launched = Assert.IsType<Launched>(await silo.Fleet.Launch(Fleet.Launch(user) with { Mode = mode }));
        await silo.Fleet.WaitFor(launched.WorkSpace, Lifecycle.Available, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        return launched.WorkSpace;
    }

    /// <summary>There is no other in its zone: it waits for room, then it tries again by itself from time to time.</summary>
    private static async Task LoseItsHost(LiveSilo silo, FleetDatabase database, WorkSpaceId desktop)
    {
        var host = (await silo.Fleet.Describe(desktop))!.Host!.Value;
        await silo.Fleet.Accept(Entity.Of(host), new LoseHost("test"));
        await Eventually.True(async () => (await Stored.Of<WorkSpaceState>(database, Entity.Of(desktop))).State.Wait is not null, $"{desktop} waits for room");
        await Advance(silo, Duration.FromMinutes(6));
        await Eventually.True(
            async () => (await Stored.Of<WorkSpaceState>(database, Entity.Of(desktop))).State is { Wait: null, Recovery: not null }, $"{desktop} will try again");
    }

    private static async Task<Instant> Advance(LiveSilo silo, Duration by)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        using var response = await http.PostAsJsonAsync("control/clock", new { advanceSeconds = by.TotalSeconds }, TestContext.Current.CancellationToken);
        var clock = await response.Content.ReadFromJsonAsync<Dictionary<string, string>>(TestContext.Current.CancellationToken);
        return InstantPattern.General.Parse(clock!["now"]).GetValueOrThrow();
    }

    /// <summary>By the records themselves, all of them.</summary>
    private static async Task<Dictionary<DeadlineKind, int>> OverdueIn(FleetDatabase database, Instant now)
    {
        var records = await new FleetRecords(database, FleetClientOptions.ServiceId).Page(EntityKind.WorkSpace, "", Most, TestContext.Current.CancellationToken);
        var states = records.Held.Select(held => ((EntityRecord<WorkSpaceState>)held.Record).State).ToList();
        return DeadlineKinds.All.ToDictionary(kind => kind, kind => states.Count(state => WorkSpace.DeadlineOf(state, kind) < now - Duration.FromMinutes(1)));
    }

    private static async Task<Dictionary<string, double>> Told(LiveSilo silo)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(silo.Address, "metrics"), TestContext.Current.CancellationToken);
        return Sample().Matches(metrics).ToDictionary(match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^deskfleet_deadlines_overdue\{deskfleet_deadline="(\w+)"\} (\S+)""", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
