using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Tests.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

/// <summary>Days do not end at 04:00: whoever works at night works the whole night, and shifts can be said as they are.</summary>
public sealed class ShiftTests
{
    private const string Centre = """
        region: eu-central-1
        start: 2026-03-02
        horizon: 21 d
        quota: 1000
        directories: [{ name: floor, zones: [eu-central-1a, eu-central-1b] }]
        groups:
          - name: centre
            users: 300
            directory: floor
            bundle: Standard
            sessions:
              attendance: 100 %
              weekend: 100 %
              perDay: 1
              firstLogin: { mean: "21:55", deviation: 0 s }
              length: { normal: { mean: 8 h, deviation: 10 min } }
        """;

    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Fact]
    public void Sessions_NightShift_LastAsLongAsTheyAreWritten()
    {
        var sessions = Whole(Centre);

        Assert.InRange(sessions.Average(session => (session.End - session.Start).TotalHours), 7.98, 8.02);
        Assert.InRange(sessions.Min(session => (session.End - session.Start).TotalHours), 7.5, 7.6);
        Assert.All(sessions, session => Assert.Equal(new LocalTime(21, 55), session.Start.InZone(Berlin).TimeOfDay));
        Assert.Equal(300 * 20, sessions.Count); // 21 evenings, and the last night runs beyond the end
    }

    /// <summary>A bell about midnight is a whole bell: half of it before, half after.</summary>
    [Theory]
    [InlineData("00:00", 30)]
    [InlineData("23:50", 20)]
    [InlineData("02:30", 20)]
    [InlineData("04:00", 10)]
    public void Sessions_FirstLogin_MayBeAtAnyMinute(string mean, int minutes)
    {
        var time = NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(mean).Value;
        var away = Whole(Centre.Replace("start: 2026-03-02", "start: 2026-03-02T12:00", StringComparison.Ordinal).Replace("mean: \"21:55\", deviation: 0 s", $"mean: \"{mean}\", deviation: {minutes} min", StringComparison.Ordinal))
            .Select(session => Minutes(Period.Between(time, session.Start.InZone(Berlin).TimeOfDay))).ToList();

        Assert.InRange(away.Average(), -1.0, 1.0);
        Assert.InRange(Math.Sqrt(away.Average(minute => minute * minute)), minutes * 0.96, minutes * 1.01);
    }

    /// <summary>Three shifts of a third each, and everybody moves on every Monday.</summary>
    [Fact]
    public void Sessions_Shifts_AreEvenAndGoRound()
    {
        var population = Populate(Centre.Replace("firstLogin: { mean: \"21:55\", deviation: 0 s }", """
            rotateEvery: 7 d
                  shifts:
                    - { firstLogin: { mean: "05:55", deviation: 0 s } }
                    - { firstLogin: { mean: "13:55", deviation: 0 s } }
                    - { firstLogin: { mean: "21:55", deviation: 0 s } }
            """, StringComparison.Ordinal));

        var logins = population.Users.Select(user => population.Sessions(user).Where(session => !session.IsOpenAtStart).Select(session => session.Start.InZone(Berlin).LocalDateTime).ToList()).ToList();
        foreach (var week in new[] { 0, 1, 2 })
        {
            var shifts = logins.Select(user => user.Where(login => InWeek(login, week)).Select(login => login.TimeOfDay).Distinct().ToList()).ToList();
            Assert.All(shifts, shift => Assert.Single(shift));
            Assert.Equal([100, 100, 100], shifts.CountBy(shift => shift[0]).OrderBy(shift => shift.Key).Select(shift => shift.Value));
        }

        Assert.All(logins, user => Assert.Equal(3, user.Select(login => login.TimeOfDay).Distinct().Count()));
    }

    /// <summary>A shift on a date is the same whenever a run starts.</summary>
    [Fact]
    public void Sessions_ShiftsLaterStart_AreTheSame()
    {
        var text = Centre.Replace("firstLogin: { mean: \"21:55\", deviation: 0 s }", "rotateEvery: 3 d\n      shifts: [{ stages: [{ at: \"22:00\", within: 2 h }] }, { perDay: 2, attendance: 50 % }]", StringComparison.Ordinal);
        var (whole, part) = (Populate(text), Populate(text.Replace("start: 2026-03-02", "start: 2026-03-10T01:17", StringComparison.Ordinal).Replace("21 d", "9 d", StringComparison.Ordinal)));
        var from = new LocalDateTime(2026, 3, 10, 1, 17).InZoneStrictly(Berlin).ToInstant();
        var until = from + Duration.FromDays(9);

        foreach (var (one, same) in whole.Users.Zip(part.Users))
        {
            Assert.Equal(
                whole.Sessions(one).Where(session => session.End > from && session.Start < until).Select(session => (Instant.Max(from, session.Start), Instant.Min(until, session.End))),
                part.Sessions(same).Select(session => (session.Start, session.End)));
        }
    }

    [Fact]
    public void Sessions_WeekdaysOfTheirOwn_AreWorkedThatWay()
    {
        var sessions = Whole(Centre.Replace("firstLogin: { mean: \"21:55\", deviation: 0 s }", """
            firstLogin: { mean: "08:00", deviation: 0 s }
                  weekdays:
                    - { days: [Fri], firstLogin: { mean: "07:00", deviation: 0 s }, length: { uniform: { from: 4 h, to: 4 h } } }
                    - { days: [Sat, Sun], attendance: 0 % }
            """, StringComparison.Ordinal));

        var byDay = sessions.ToLookup(session => session.Start.InZone(Berlin).DayOfWeek);
        Assert.Equal(5, byDay.Count);
        Assert.Empty(byDay[IsoDayOfWeek.Saturday].Concat(byDay[IsoDayOfWeek.Sunday]));
        Assert.All(byDay[IsoDayOfWeek.Friday], session => Assert.Equal((new LocalTime(7, 0), 4d), (session.Start.InZone(Berlin).TimeOfDay, (session.End - session.Start).TotalHours)));
        Assert.All(byDay[IsoDayOfWeek.Monday], session => Assert.Equal(new LocalTime(8, 0), session.Start.InZone(Berlin).TimeOfDay));
    }

    [Fact]
    public void Sessions_StagesOfSomeDays_AreOnTheseDaysOnly()
    {
        var sessions = Whole(Centre.Replace("firstLogin: { mean: \"21:55\", deviation: 0 s }", """
            firstLogin: { mean: "08:00", deviation: 0 s }
                  stages: [{ at: "06:00", within: 1 min, days: [Mon, Tue] }, { at: "23:30", within: 1 h, days: [Sun] }]
            """, StringComparison.Ordinal).Replace("mean: 8 h", "mean: 3 h", StringComparison.Ordinal));

        var hours = sessions.Select(session => session.Start.InZone(Berlin)).ToLookup(start => (start.DayOfWeek, start.Hour));
        Assert.Equal(300 * 3 * 2, hours[(IsoDayOfWeek.Monday, 6)].Count() + hours[(IsoDayOfWeek.Tuesday, 6)].Count());
        Assert.Equal(300 * 3, hours[(IsoDayOfWeek.Wednesday, 8)].Count());
        Assert.Empty(hours[(IsoDayOfWeek.Sunday, 8)]);
        Assert.NotEmpty(hours[(IsoDayOfWeek.Sunday, 23)]);
        Assert.NotEmpty(hours[(IsoDayOfWeek.Monday, 0)]);
    }

    /// <summary>Somebody whose day runs into the next one is connected once, and for as long as either lasts.</summary>
    [Fact]
    public void Sessions_DayRunsIntoTheNext_IsOneSession()
    {
        var text = Centre.Replace("length: { normal: { mean: 8 h, deviation: 10 min } }", "length: { uniform: { from: 14 h, to: 16 h } }", StringComparison.Ordinal)
            .Replace("firstLogin: { mean: \"21:55\", deviation: 0 s }", "stages: [{ at: \"22:00\", within: 1 min, days: [Mon] }, { at: \"06:00\", within: 1 min, days: [Tue] }, { at: \"18:00\", within: 1 min, days: [Wed, Thu, Fri, Sat, Sun] }]", StringComparison.Ordinal);

        foreach (var sessions in Populate(text) is var population ? population.Users.Select(user => population.Sessions(user).ToList()) : [])
            Assert.All(sessions.Zip(sessions.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
        var monday = new LocalDateTime(2026, 3, 9, 22, 0).InZoneStrictly(Berlin).ToInstant();
        var first = Populate(text) is var people ? people.Sessions(people.Users[0]).First(session => session.Start >= monday - Duration.FromMinutes(1) && session.Start < monday + Duration.FromMinutes(2)) : default;
        Assert.InRange((first.End - first.Start).TotalHours, 22, 24.1); // 22:00 to the end of a session that begins at 06:00
    }

    [Theory]
    [InlineData("length: { normal: { mean: 8 h, deviation: 10 min } }", "length: { median: 10 h, p90: 16 h }", ".length: note: 10 % of the sessions would last longer than 16 h; they are cut to 16 h.")]
    [InlineData("length: { normal: { mean: 8 h, deviation: 10 min } }", "length: { normal: { mean: 15 h, deviation: 1 h } }", ".length: note: Some sessions would last longer than 16 h")]
    [InlineData("perDay: 1", "perDay: 4", ".perDay: note: 4 sessions of 8 h with breaks of 0.8 h take 34 h; none begins later than 20 h after the day's first login")]
    public void Read_WhatMustBeCut_IsToldBeforeTheRun(string sound, string cut, string note)
    {
        var reading = ScenarioText.Read(Centre.Replace(sound, cut, StringComparison.Ordinal));

        Assert.NotNull(reading.Scenario);
        Assert.Contains($"groups[0].sessions{note}", Assert.Single(reading.Notes).ToString(), StringComparison.Ordinal);
        Assert.Empty(ScenarioText.Read(Centre).Notes);
    }

    [Theory]
    [InlineData("rotateEvery: 7 d", "groups[0].sessions.rotateEvery", "There are no shifts to go round")]
    [InlineData("rotateEvery: 36 h\n      shifts: [{ perDay: 1 }, { perDay: 2 }]", "groups[0].sessions.rotateEvery", "write whole days")]
    [InlineData("weekdays: [{ perDay: 2 }]", "groups[0].sessions.weekdays[0].days", "\"days\" is missing")]
    [InlineData("stages: [{ at: \"06:00\", within: 1 h, share: 60 %, days: [Mon] }, { at: \"07:00\", within: 1 h, share: 50 %, days: [Mon, Tue] }]", "groups[0].sessions.stages", "sum to 110 %")]
    [InlineData("shifts: [{ lenght: { uniform: { from: 1 h, to: 2 h } } }]", "groups[0].sessions.shifts[0].lenght", "Did you mean \"length\"?")]
    public void Read_OneThingWrong_NamesPathAndMend(string key, string path, string message)
    {
        var faults = ScenarioText.Read(Centre.Replace("perDay: 1", $"perDay: 1\n      {key}", StringComparison.Ordinal)).Faults;

        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    private static bool InWeek(LocalDateTime login, int week) =>
        login.Date >= new LocalDate(2026, 3, 2).PlusWeeks(week) && login.Date < new LocalDate(2026, 3, 2).PlusWeeks(week + 1);

    private static double Minutes(Period away)
    {
        var minutes = away.ToDuration().TotalMinutes;
        return minutes > 720 ? minutes - 1440 : minutes < -720 ? minutes + 1440 : minutes;
    }

    private static Population Populate(string yaml) => Population.Create(ScenarioText.Sound(yaml), null);

    /// <summary>The sessions that neither edge of the run cuts.</summary>
    private static List<PlannedSession> Whole(string yaml)
    {
        var scenario = ScenarioText.Sound(yaml);
        var population = Population.Create(scenario, null);
        return [.. population.Users.SelectMany(population.Sessions).Where(session => !session.IsOpenAtStart && session.End < scenario.End)];
    }
}
