using CsCheck;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

public sealed class PopulationTests
{
    private static readonly UserGroup Developers = Crowds.Office with { Name = "developers", Users = 50 };

    [Fact]
    public void Create_Users_AreUniqueAndRealistic()
    {
        var users = Crowds.Populate(Crowds.Of(Crowds.Office, Developers)).Users;

        Assert.Equal(Enumerable.Range(0, 250), users.Select(user => user.Index));
        Assert.Equal(250, users.Select(user => user.UserName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(250, users.Select(user => user.Email).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(users.Take(200), user => Assert.Matches(@"^[a-z]+\.[a-z]+\.office-[0-9]{6}$", user.UserName));
        Assert.True(users.Select(user => user.UserName.Split('.')[1]).Distinct().Count() > 100, "Surnames hardly vary.");
    }

    [Fact]
    public void Sessions_SameScenario_AreTheSameToTheByte() =>
        Assert.Equal(Crowds.Plans(Crowds.Of(Crowds.Office)), Crowds.Plans(Crowds.Of(Crowds.Office)));

    /// <summary>Worked out once and kept: a change here changes the result of every scenario anybody has run.</summary>
    [Fact]
    public void Sessions_KnownSeed_AreThoseOfEveryMachine()
    {
        var population = Crowds.Populate(Crowds.Of(Crowds.Office));

        Assert.Equal("jaydon.bahringer.office-000001", population.Users[0].UserName);
        var first = population.Sessions(population.Users[0]).First();
        Assert.Equal(("2026-06-01T07:00:46Z", "2026-06-01T10:26:39Z"), (first.Start.ToString(), first.End.ToString()));
    }

    [Fact]
    public void Sessions_UserOrGroupAdded_MovesNobodyElse()
    {
        var before = Crowds.Plans(Crowds.Of(Crowds.Office, Developers));
        var after = Crowds.Plans(Crowds.Of(Crowds.Office with { Name = "first", Users = 3 }, Crowds.Office with { Users = 201 }, Developers));

        Assert.Equal(254, after.Count);
        Assert.All(before, plan => Assert.Equal(plan.Value, after[plan.Key]));
    }

    [Fact]
    public void Sessions_OtherSeed_AreOthers()
    {
        var scenario = Crowds.Of(Crowds.Office);

        Assert.Empty(Crowds.Plans(scenario).Values.Intersect(Crowds.Plans(scenario with { Seed = 12 }).Values));
    }

    [Fact]
    public void Sessions_LaterStart_KeepsTheDaysThatRemain()
    {
        var scenario = Crowds.Of(Crowds.Office with { Users = 20 });
        var cut = scenario with { Start = scenario.Start + Duration.FromDays(7), Horizon = Duration.FromDays(7) };
        var (whole, part) = (Crowds.Populate(scenario), Crowds.Populate(cut));

        foreach (var (user, same) in whole.Users.Zip(part.Users))
            Assert.Equal(
                whole.Sessions(user).Where(session => session.End > cut.Start && session.Start < cut.End).Select(session => (Instant.Max(cut.Start, session.Start), Instant.Min(cut.End, session.End))),
                part.Sessions(same).Select(session => (session.Start, session.End)));
    }

    [Fact]
    public void Sessions_AnyPattern_AreOrderedWholeSecondsWithinTheReplay() =>
        Patterns().Sample(pattern =>
        {
            var scenario = Crowds.Of(Crowds.Office with { Users = 2, Sessions = pattern }) with { Start = Crowds.Start + Duration.FromHours(13), Horizon = Duration.FromHours(100) };
            var population = Crowds.Populate(scenario);
            foreach (var user in population.Users) AssertSound([.. population.Sessions(user)], scenario);
        }, iter: 300);

    private static void AssertSound(List<PlannedSession> sessions, Scenario scenario)
    {
        Assert.Equal(Enumerable.Range(0, sessions.Count), sessions.Select(session => session.Index));
        foreach (var session in sessions)
        {
            Assert.True(scenario.Start <= session.Start && session.Start < session.End && session.End <= scenario.End, $"{session} " +
                $"is not within the replay.");
            Assert.Equal((0, 0), (session.Start.ToUnixTimeTicks() % NodaConstants.TicksPerSecond, session.End.ToUnixTimeTicks() % NodaConstants.TicksPerSecond));
        }

        foreach (var (one, next) in sessions.Zip(sessions.Skip(1))) Assert.True(one.End < next.Start, $"{one} overlaps {next}.");
    }

    private static Gen<SessionPattern> Patterns() =>
        from share in Gen.Double[0, 1]
        from hour in Gen.Int[0, 23]
        from deviation in Gen.Int[0, 6 * 3600]
        from perDay in Gen.Double[1, 24]
        from length in Gen.Int[60, 20_000]
        from gap in Gen.Int[60, 20_000]
        select new SessionPattern(share, share, new LocalTime(hour, 0), Duration.FromSeconds(deviation), perDay, Wide(length), Wide(gap));

    private static Spread Wide(int median) => new(Duration.FromSeconds(median), Duration.FromSeconds(Math.Min(57_600, 3 * median)));
}
