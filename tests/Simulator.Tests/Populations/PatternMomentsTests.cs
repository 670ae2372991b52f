using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

/// <summary>What a scenario states about its people is what their sessions show, on a sample of about 40,000 days.</summary>
public sealed class PatternMomentsTests
{
    private static readonly SessionPattern Stated = new(
        0.9, 0.2, new LocalTime(9, 30), Duration.FromMinutes(40), 2.5, Hours(0.5, 1.5), Hours(0.25, 0.6));

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private readonly List<List<PlannedSession>> days = Days();

    [Fact]
    public void Sessions_Attendance_IsAsStated()
    {
        var weekend = days.Count(day => Date(day).DayOfWeek >= IsoDayOfWeek.Saturday);

        Assert.InRange((days.Count - weekend) / (2000.0 * 20), 0.895, 0.905);
        Assert.InRange(weekend / (2000.0 * 8), 0.19, 0.21);
    }

    [Fact]
    public void Sessions_FirstLogin_HasMeanAndDeviation()
    {
        var minutes = days.Where(day => !IsNightThatRanOn(day)).Select(day => day[0].Start.InZone(Zone).TimeOfDay.TickOfDay / (double)NodaConstants.TicksPerMinute).ToList();
        var mean = minutes.Average();
        var deviation = Math.Sqrt(minutes.Average(minute => (minute - mean) * (minute - mean)));

        Assert.InRange(mean, 569.5, 570.5);
        Assert.InRange(deviation, 39, 40.2); // three deviations cut 1.3 % off the 40
        Assert.InRange(minutes.Min(), 450, 465);
        Assert.InRange(minutes.Max(), 675, 690);
    }

    [Fact]
    public void Sessions_Length_HasMedianAndP90()
    {
        var hours = days.SelectMany(day => day.Select(session => (session.End - session.Start).TotalHours)).Order().ToList();

        Assert.InRange(hours[hours.Count / 2], 0.49, 0.51);
        Assert.InRange(hours[hours.Count * 9 / 10], 1.46, 1.54);
    }

    [Fact]
    public void Sessions_Gap_HasMedianAndP90()
    {
        var hours = days.SelectMany(day => day.Zip(day.Skip(1), (one, next) => (next.Start - one.End).TotalHours)).Order().ToList();

        Assert.InRange(hours[hours.Count / 2], 0.245, 0.255);
        Assert.InRange(hours[hours.Count * 9 / 10], 0.585, 0.615);
    }

    /// <summary>Geometric: with mean 2.5 its variance is 2.5 x 1.5 = 3.75.</summary>
    [Fact]
    public void Sessions_PerDay_HasMeanAndDeviationOfTheGeometric()
    {
        var mean = days.Average(day => day.Count);

        Assert.InRange(mean, 2.45, 2.55);
        Assert.InRange(Math.Sqrt(days.Average(day => (day.Count - mean) * (day.Count - mean))), 1.88, 1.99);
    }

    /// <summary>Even over 10 minutes: the mean lies in the middle, the deviation is 600 s / sqrt 12 = 173.2 s.</summary>
    [Fact]
    public void Sessions_Stage_HasMeanAndDeviationOfTheEven()
    {
        var pattern = Stated with { Attendance = 1, PerDay = 1, Stages = [new(new LocalTime(7, 55), Duration.FromMinutes(10), 1)] };
        var population = Crowds.Populate(Crowds.Of(Crowds.Office with { Users = 1000, Sessions = pattern }));
        var seconds = population.Users.SelectMany(population.Sessions).Where(session => session.Start.InZone(Zone).Hour > 4)
            .Select(session => (session.Start.InZone(Zone).TimeOfDay - new LocalTime(7, 55)).ToDuration().TotalSeconds).ToList();
        var mean = seconds.Average();

        Assert.InRange(mean, 297, 302);
        Assert.InRange(Math.Sqrt(seconds.Average(second => (second - mean) * (second - mean))), 171, 175.5);
    }

    [Fact]
    public void Sessions_NoSpread_AreAllAlike()
    {
        var fixedPattern = Stated with { FirstLoginDeviation = Duration.Zero, PerDay = 1, Length = Hours(2, 2) };
        var population = Crowds.Populate(Crowds.Of(Crowds.Office with { Sessions = fixedPattern }));

        Assert.All(population.Users.SelectMany(population.Sessions), session =>
        {
            Assert.Equal(new LocalTime(9, 30), session.Start.InZone(Zone).TimeOfDay);
            Assert.Equal(Duration.FromHours(2), session.End - session.Start);
        });
    }

    [Fact]
    public void Sessions_TenThousandScenario_HaveAboutOnePointThreeAWeekday()
    {
        var scenario = ScenarioFile.Read(Repository.Scenario("ten-thousand.yaml")).Scenario!;
        var population = Crowds.Populate(scenario);

        Assert.InRange(population.Users.Sum(user => population.Sessions(user).Count()) / (10_000.0 * 5), 1.25, 1.35);
    }

    private static List<List<PlannedSession>> Days()
    {
        var population = Crowds.Populate(Crowds.Of(Crowds.Office with { Users = 2000, Sessions = Stated }));
        return [.. population.Users.SelectMany(user => population.Sessions(user).GroupBy(WorkingDate)).Where(day => day.Key >= Crowds.Start.InZone(Zone).Date).Select(day => day.ToList())];
    }

    /// <summary>No first login is before 07:30; what begins earlier still belongs to the day before.</summary>
    private static bool IsNightThatRanOn(List<PlannedSession> day) => day[0].Start.InZone(Zone).TimeOfDay < new LocalTime(7, 30);

    private static LocalDate WorkingDate(PlannedSession session) => session.Start.InZone(Zone).LocalDateTime.PlusHours(-4).Date;

    private static LocalDate Date(List<PlannedSession> day) => day[0].Start.InZone(Zone).Date;

    private static Spread Hours(double median, double p90) => new(Duration.FromHours(median), Duration.FromHours(p90));
}
