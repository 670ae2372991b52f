using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>Groups of one scenario in zones of their own, a whole year: the fleet opens every session once, at its group's wall clock.</summary>
public sealed class YearOfClockChangesTests
{
    /// <summary>The one update comes out after the last Sunday, so that no session meets a maintenance window.</summary>
    private const string Year =
        """
        region: eu-central-1
        start: 2026-01-01
        horizon: 365 d
        quota: 20
        directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b] }]
        groups:
          - { name: berlin, users: 2, bundle: Standard, directory: staff, timeZone: Europe/Berlin, sessions: SESSIONS }
          - { name: newyork, users: 2, bundle: Standard, directory: staff, timeZone: America/New_York, sessions: SESSIONS }
          - { name: sydney, users: 2, bundle: Standard, directory: staff, timeZone: Australia/Sydney, sessions: SESSIONS }
          - { name: lordhowe, users: 2, bundle: Standard, directory: staff, timeZone: Australia/Lord_Howe, sessions: SESSIONS }
          - { name: nuuk, users: 2, bundle: Standard, directory: staff, timeZone: America/Nuuk, sessions: SESSIONS }
          - { name: santiago, users: 2, bundle: Standard, directory: staff, timeZone: America/Santiago, sessions: SESSIONS }
          - { name: kolkata, users: 2, bundle: Standard, directory: staff, timeZone: Asia/Kolkata, sessions: SESSIONS }
        timeline: [{ at: 2026-12-28T12:00, releaseUpdate: last }]
        """;

    /// <summary>A morning, and the evening that Nuuk skips in March and has twice in October.</summary>
    [Theory]
    [InlineData("07:55")]
    [InlineData("23:30")]
    public async Task Run_GroupsInSevenZones_OpenEverySessionOnceAtTheirWallClock(string login)
    {
        using var folder = new TempFolder();
        var sessions = $$"""{ attendance: 100 %, weekend: 100 %, perDay: 1, firstLogin: { mean: "{{login}}", deviation: 0 min }, length: { median: 2 h, p90: 2 h } }""";
        var reading = ScenarioFile.Read(folder.Write("year.yaml", Year.Replace("SESSIONS", sessions, StringComparison.Ordinal)));
        Assert.Empty(reading.Faults);
        var scenario = reading.Scenario!;
        var population = Population.Create(scenario, null);
        var reader = new OpenReader();
        var simulation = new Simulation(scenario, population, new RunOptions(EngineKind.Core, Checks: true) { Logs = false, Serializes = false });

        await simulation.Run(null, null, TestContext.Current.CancellationToken, reader);

        foreach (var (desktop, user) in simulation.Roster)
        {
            var zone = DateTimeZoneProviders.Tzdb[user.Group.TimeZone];
            var planned = population.Sessions(user).Where(session => !session.IsOpenAtStart).Select(session => session.Start).ToList();
            Assert.Equal(planned, reader.AskedAt[desktop.Value].Where(asked => asked >= scenario.Start));
            Assert.InRange(planned.Count, 364, 366);
            Assert.All(planned, start => Assert.True(IsAt(zone, start, login), $"{user.Group.Name}: {start}"));
        }
    }

    /// <summary>At the wall clock's time; where the clock skipped it, as long after the gap.</summary>
    private static bool IsAt(DateTimeZone zone, Instant start, string login)
    {
        var local = start.InZone(zone).TimeOfDay.ToString("HH:mm", null);
        return local == login || (local == "00:30" && login == "23:30" && zone.GetUtcOffset(start) != zone.GetUtcOffset(start - Duration.FromHours(1)));
    }

    private sealed class OpenReader : IEventReader
    {
        /// <summary>When the session that was opened had been asked for, by desktop.</summary>
        public Dictionary<string, List<Instant>> AskedAt { get; } = new(StringComparer.Ordinal);

        public void Read(LoggedEvent happened)
        {
            switch (happened.Event)
            {
                case StateChanged { Opened: not null } e:
                    Add(happened, happened.At - e.Waited!.Value);
                    break;
                case SessionOpened:
                    Add(happened, happened.At);
                    break;
            }
        }

        private void Add(LoggedEvent happened, Instant at)
        {
            if (!AskedAt.TryGetValue(happened.Entity.Key, out var all))
                AskedAt.Add(happened.Entity.Key, all = []);
            all.Add(at);
        }
    }
}
