using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

public sealed class CalendarTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly SessionPattern Everyday = SessionPattern.Office with { Attendance = 1, Weekend = 0, PerDay = 1 };

    [Fact]
    public void Sessions_HolidaysAndWorkingDays_DecideWhoComes()
    {
        var pattern = Everyday with
        {
            WorkingDays = [IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday],
            Holidays = [new LocalDate(2026, 6, 8), new LocalDate(2026, 6, 10)],
        };

        var days = Sessions(pattern, 1).Select(session => session.Start.InZone(Berlin).Date.ToString("MM-dd", null)).Distinct();

        Assert.Equal(["06-01", "06-07", "06-14", "06-15", "06-21", "06-22", "06-28"], days);
    }

    /// <summary>900 logins in ten minutes at 07:55, on both sides of a change of the clocks.</summary>
    [Theory]
    [InlineData(2026, 3, 27)]
    [InlineData(2026, 3, 30)]
    public void Sessions_Stage_IsACrowdAtItsLocalTime(int year, int month, int day)
    {
        var pattern = Everyday with { Stages = [new(new LocalTime(7, 55), Duration.FromMinutes(10), 1)] };
        var start = new LocalDate(year, month, day).AtStartOfDayInZone(Berlin).ToInstant();

        var logins = Sessions(pattern, 900, start, Duration.FromDays(1)).Select(session => session.Start.InZone(Berlin).TimeOfDay).Where(login => login.Hour >= 4).ToList();

        Assert.Equal(900, logins.Count);
        Assert.All(logins, login => Assert.True(login >= new LocalTime(7, 55) && login < new LocalTime(8, 5), $"{login}"));
        Assert.All(logins.GroupBy(login => login.Minute).ToList(), minute => Assert.InRange(minute.Count(), 60, 120));
        Assert.Equal(10, logins.GroupBy(login => login.Minute).Count());
    }

    [Fact]
    public void Sessions_StageWithAShare_LeavesTheOthersToThePattern()
    {
        var pattern = Everyday with { Stages = [new(new LocalTime(5, 0), Duration.FromMinutes(1), 0.25)] };

        var logins = Sessions(pattern, 400).Select(session => session.Start.InZone(Berlin).Hour).ToList();

        Assert.InRange(logins.Count(hour => hour == 5) / (double)logins.Count, 0.24, 0.26);
    }

    [Fact]
    public void Sessions_Growth_UsersJoinOverTheWeeks()
    {
        var group = Crowds.Office with { Users = 10, GrowthPerWeek = 5, Sessions = Everyday };
        var scenario = Crowds.Of(group);
        var population = Crowds.Populate(scenario);

        Assert.Equal((30, 30L), (population.Users.Length, scenario.Desktops));
        Assert.All(population.Users.Take(10), user => Assert.Equal(Duration.Zero, user.Joins));
        Assert.Equal(Duration.FromDays(7) / 5, population.Users[10].Joins);
        Assert.Equal(Duration.FromDays(28), population.Users[29].Joins);
        Assert.All(population.Users, user => Assert.All(population.Sessions(user), session => Assert.True(session.Start >= scenario.Start + user.Joins)));
        var grown = Crowds.Plans(scenario);
        Assert.All(Crowds.Plans(Crowds.Of(group with { GrowthPerWeek = 0 })), plan => Assert.Equal(plan.Value, grown[plan.Key]));
    }

    [Fact]
    public void Sessions_Clients_HaveTheirSharesAndMoveNothing()
    {
        var group = Crowds.Office with { Clients = [new("web", 0.3), new("windows", 0.7)] };
        var population = Crowds.Populate(Crowds.Of(group));
        var sessions = population.Users.SelectMany(population.Sessions).ToList();

        Assert.InRange(sessions.Count(session => session.Client == "web") / (double)sessions.Count, 0.28, 0.32);
        Assert.Equal(["web", "windows"], sessions.Select(session => session.Client).Distinct().Order());
        var plain = Crowds.Populate(Crowds.Of(Crowds.Office));
        Assert.Equal(plain.Users.SelectMany(plain.Sessions), sessions.Select(session => session with { Client = null }));
    }

    [Theory]
    [InlineData("holidays: [2026-13-01]", "groups[1].sessions.holidays[0]", "is no date")]
    [InlineData("workingDays: [Mn]", "groups[1].sessions.workingDays[0]", "Did you mean \"Mon\"?")]
    [InlineData("stages: [{ at: \"07:55\", within: 10 min, share: 60 % }, { at: \"08:55\", within: 10 min, share: 41 % }]", "groups[1].sessions.stages", "sum to 101 %")]
    [InlineData("stages: [{ at: \"24:00\", within: 10 min }]", "groups[1].sessions.stages[0].at", "from 00:00 to 23:59")]
    [InlineData("length: { uniform: { from: 2 h, to: 1 h } }", "groups[1].sessions.length.uniform.to", "ends before it begins")]
    [InlineData("length: { unifrom: { from: 2 h, to: 1 h } }", "groups[1].sessions.length.unifrom", "Did you mean \"uniform\"?")]
    [InlineData("length: { normal: { mean: 2 h, deviation: 1 h }, median: 1 h }", "groups[1].sessions.length.median", "is of one kind")]
    [InlineData("length: { normal: { mean: 2 h } }", "groups[1].sessions.length.normal.deviation", "is missing")]
    [InlineData("length: { empirical: [{ share: 90 %, from: 1 h, to: 2 h }] }", "groups[1].sessions.length.empirical", "sum to 90 %")]
    [InlineData("firstLogin: { uniform: { from: \"08:00\", to: \"07:00\" } }", "groups[1].sessions.firstLogin.uniform.to", "ends before it begins")]
    [InlineData("firstLogin: { uniform: { from: \"08:00\", to: \"09:00\" }, mean: \"08:00\" }", "groups[1].sessions.firstLogin", "is of one kind")]
    [InlineData("firstLogin: { logNormal: { median: 20 min, p90: 40 min } }", "groups[1].sessions.firstLogin.logNormal.earliest", "is missing")]
    public void Read_OneThingWrong_NamesPathAndMend(string sessions, string path, string message)
    {
        var faults = ScenarioText.Read(ScenarioText.With("mode: AlwaysOn", $"mode: AlwaysOn\n    sessions: {{ {sessions} }}")).Faults;

        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("clients: { windows: 60 % }", "groups[1].clients", "sum to 60 %")]
    [InlineData("clients: { window: 100 % }", "groups[1].clients.window", "Did you mean \"windows\"?")]
    [InlineData("growth: { perWeek: -1 }", "groups[1].growth.perWeek", "from 0 to 100000")]
    [InlineData("growth: { perWeek: 11 }", "quota", "31 desktops, but the quota is 30")]
    public void Read_GroupWrong_NamesPathAndMend(string key, string path, string message)
    {
        var faults = ScenarioText.Read(ScenarioText.With("mode: AlwaysOn", $"mode: AlwaysOn\n    {key}")).Faults;

        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    private static List<PlannedSession> Sessions(SessionPattern pattern, int users, Instant? start = null, Duration? horizon = null)
    {
        var scenario = Crowds.Of(Crowds.Office with { Users = users, Sessions = pattern });
        var population = Crowds.Populate(scenario with { Start = start ?? scenario.Start, Horizon = horizon ?? scenario.Horizon });
        return [.. population.Users.SelectMany(population.Sessions)];
    }
}
