using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

public sealed class TracedScenarioTests
{
    private const string Yaml = """
        region: us-west-2
        quota: 100
        directories: [{ name: lab, zones: [us-west-2a, us-west-2b] }]
        groups: [{ name: people, directory: lab, bundle: Standard }]
        trace: { utcOffset: "-08:00", repeatUsers: 3 }
        """;

    [Fact]
    public void Read_StartAndHorizonLeftOut_AreTheLogs()
    {
        var scenario = ScenarioText.Sound(Yaml, TraceText.Valid);

        Assert.Equal((Instant.FromUtc(2026, 3, 2, 8, 0), Duration.FromDays(3)), (scenario.Start, scenario.Horizon));
        Assert.Equal(6, scenario.Groups[0].Users);
    }

    [Fact]
    public void Read_HorizonLeftOut_LastsFromTheStartToTheEndOfTheLog()
    {
        var scenario = ScenarioText.Sound(Yaml + "\nstart: 2026-03-03", TraceText.Valid);

        Assert.Equal((Instant.FromUtc(2026, 3, 3, 8, 0), Duration.FromDays(2)), (scenario.Start, scenario.Horizon));
    }

    [Theory]
    [InlineData("start: 2026-03-06", "horizon", "The log lasts from the start for")]
    [InlineData("quota: 5", "quota", "6 desktops, but the quota is 5")]
    [InlineData("name: people, users: 5", "groups[0].users", "The trace gives 6 users, not 5")]
    public void Read_AgainstTheLog_IsAFault(string broken, string path, string message)
    {
        var yaml = broken.StartsWith("start", StringComparison.Ordinal) ? Yaml + "\n" + broken
            : Yaml.Replace(broken.StartsWith("quota", StringComparison.Ordinal) ? "quota: 100" : "name: " +
                "people", broken, StringComparison.Ordinal);

        Assert.Contains(ScenarioText.Read(yaml, TraceText.Valid).Faults, fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SecondGroup_IsAFault()
    {
        var faults = ScenarioText.Read(ScenarioText.Valid, TraceText.Valid).Faults;

        Assert.Contains(faults, fault => fault.Message.StartsWith("A trace is replayed by exactly one group", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FaultsOfBothFiles_ComeTogether()
    {
        var faults = ScenarioText.Read(Yaml.Replace("quota: 100", "quota: " +
            "x", StringComparison.Ordinal), "user,start,end\nann,a,b\n").Faults;

        Assert.Equal(["small.yaml", "log.csv", "log.csv"], faults.Select(fault => Path.GetFileName(fault.File)));
    }

    [Fact]
    public void Read_LogNamedInTheScenario_IsFoundBesideIt()
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", TraceText.Valid);

        var reading = ScenarioFile.Read(folder.Write("a.yaml", Yaml.Replace("repeatUsers: 3", "file: log.csv", StringComparison.Ordinal)));

        Assert.Equal(2, reading.Scenario!.Groups[0].Users);
    }

    [Fact]
    public void Create_RepeatedUsers_KeepTheirRhythmInAPhaseOfTheirOwn()
    {
        var (population, _) = Populate(Yaml);

        Assert.Equal(["ann", "bob", "ann#1", "bob#1", "ann#2", "bob#2"], population.Users.Select(user => user.UserName));
        Assert.Equal("bob+2@company.example", population.Users[5].Email);
        Assert.All(population.Users.Take(2), original => Assert.Equal(Duration.Zero, original.Phase));
        Assert.All(population.Users.Skip(2), copy => Assert.NotEqual(Duration.Zero, copy.Phase));
        foreach (var copy in population.Users.Where(user => user.TraceUser == "ann"))
            Assert.Equal(population.Sessions(population.Users[0]).Select(session => session.Start + copy.Phase), population.Sessions(copy).Select(session => session.Start));
    }

    [Fact]
    public void Create_ManyCopies_FillThePhaseEvenly()
    {
        var (population, _) = Populate(Yaml.Replace("100", "4000", StringComparison.Ordinal).Replace("repeatUsers: 3", "users: " +
            "4000, phaseShift: 30 min", StringComparison.Ordinal));
        var phases = population.Users.Where(user => user.UserName.Contains('#', StringComparison.Ordinal)).Select(user => user.Phase.TotalSeconds).ToList();

        Assert.InRange(phases.Min(), -1800, -1750);
        Assert.InRange(phases.Max(), 1750, 1800);
        Assert.InRange(phases.Average(), -60, 60);
        Assert.All(phases, phase => Assert.Equal(0, phase % 1));
    }

    [Fact]
    public void Create_TotalAsked_CutsTheLastRound()
    {
        var (population, _) = Populate(Yaml.Replace("repeatUsers: 3", "users: 3", StringComparison.Ordinal));

        Assert.Equal(["ann", "bob", "ann#1"], population.Users.Select(user => user.UserName));
    }

    [Fact]
    public void Sessions_LongerThanTheReplay_AreClipped()
    {
        var (population, scenario) = Populate(Yaml + "\nstart: 2026-03-02T10:00\nhorizon: 14 h");

        Assert.Equal(
            [new PlannedSession(scenario.Start, Instant.FromUtc(2026, 3, 2, 20, 0), 0) { IsOpenAtStart = true }, new(Instant.FromUtc(2026, 3, 2, 20, 30), Instant.FromUtc(2026, 3, 3, 1, 0), 1)],
            population.Sessions(population.Users[0]));
        Assert.Equal([new PlannedSession(Instant.FromUtc(2026, 3, 3, 6, 0), scenario.End, 0)], population.Sessions(population.Users[1]));
    }

    [Theory]
    [MemberData(nameof(Repository.LogsToTest), MemberType = typeof(Repository))]
    public void Create_RecordedLog_MakesTheFleetOfTheShippedScenario(string log)
    {
        var people = File.ReadLines(log).Skip(1).Select(line => line.Split(',')[0]).ToList();
        var users = people.Distinct().Count();

        Assert.Equal((users, people.Count), Fleet("trace-69.yaml", log, users));
        Assert.Equal((5000, people.Count), Fleet("trace-5000.yaml", log, users));
    }

    /// <summary>How many users it has, and how many sessions those of the log have who come first.</summary>
    private static (int Users, int Sessions) Fleet(string scenario, string log, int first)
    {
        var reading = ScenarioFile.Read(Repository.Scenario(scenario), log);
        Assert.Empty(reading.Faults);
        var population = Population.Create(reading.Scenario!, reading.Trace);
        return (population.Users.Length, population.Users.Take(first).Sum(user => population.Sessions(user).Count()));
    }

    private static (Population Population, Scenario Scenario) Populate(string yaml)
    {
        var reading = ScenarioText.Read(yaml, TraceText.Valid);
        Assert.Empty(reading.Faults);
        return (Population.Create(reading.Scenario!, reading.Trace), reading.Scenario!);
    }
}
