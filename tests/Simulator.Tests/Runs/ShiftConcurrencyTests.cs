using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>
/// How many people want a desktop in each hour, in four zones and over both changes of the clock, of which one is of half an hour, is what comes out of the shifts as they are written.
/// The expectation is worked out with the framework's clock and shares no code with the simulator.
/// </summary>
public sealed class ShiftConcurrencyTests
{
    private const int Days = 4;
    private const double Hours = 8;

    private static readonly Dictionary<string, (string[] Logins, string Sessions)> Centres = new(StringComparer.Ordinal)
    {
        ["night"] = (["21:55"], "firstLogin: { mean: \"21:55\", deviation: 0 s }"),
        ["day"] = (["08:30"], "firstLogin: { mean: \"08:30\", deviation: 0 s }"),
        ["24x7"] = (["05:50", "13:50", "21:50"], "shifts: [{ firstLogin: { mean: \"05:50\", deviation: 0 s } }, { firstLogin: { mean: \"13:50\", deviation: 0 s } }, { firstLogin: { mean: \"21:50\", deviation: 0 s } }]"),
    };

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var centre in Centres.Keys)
            {
                foreach (var (zone, days) in new[] { ("Europe/Berlin", (string[])["2026-03-27", "2026-10-23"]), ("America/New_York", ["2026-03-06", "2026-10-30"]), ("Asia/Kolkata", ["2026-03-27"]), ("Australia/Lord_Howe", ["2026-04-03", "2026-10-02"]) })
                {
                    foreach (var day in days)
                        cases.Add(centre, zone, day);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Wanted_EveryHour_IsThatOfTheShiftsAsWritten(string centre, string zone, string day)
    {
        var (logins, sessions) = Centres[centre];
        var scenario = ScenarioText.Sound($$"""
            region: eu-central-1
            start: {{day}}T00:30Z
            horizon: {{Days}} d
            quota: 100
            directories: [{ name: floor, zones: [eu-central-1a, eu-central-1b] }]
            groups:
              - name: centre
                users: 6
                directory: floor
                bundle: Standard
                timeZone: {{zone}}
                sessions: { attendance: 100 %, weekend: 100 %, perDay: 1, length: { uniform: { from: 8 h, to: 8 h } }, {{sessions}} }
            """);

        var run = await new Simulation(scenario, Population.Create(scenario, null), new RunOptions(EngineKind.Core) { Logs = false }).Run(null, null, TestContext.Current.CancellationToken);

        var expected = ByHour(scenario.Start.ToDateTimeUtc(), TimeZoneInfo.FindSystemTimeZoneById(zone), logins);
        for (var hour = 0; hour < expected.Length; hour++)
            Assert.True(Math.Abs(expected[hour] - run.Fleet.Wanted.MeanOfHour(hour)) < 1e-9, $"hour {hour}: {run.Fleet.Wanted.MeanOfHour(hour)} instead of {expected[hour]}");
        Assert.True(run.Fleet.Connected.MeanOfHour(0) <= run.Fleet.Wanted.MeanOfHour(0));
    }

    /// <summary>Minute by minute, from wall clock to UTC with the framework's rules.</summary>
    private static double[] ByHour(DateTime start, TimeZoneInfo zone, string[] logins)
    {
        var hours = new double[24 * Days];
        var first = TimeZoneInfo.ConvertTimeFromUtc(start, zone).Date.AddDays(-2);
        for (var date = first; date < first.AddDays(Days + 5); date = date.AddDays(1))
        {
            foreach (var login in logins)
            {
                var local = DateTime.SpecifyKind(date + TimeSpan.Parse(login, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Unspecified);
                var from = TimeZoneInfo.ConvertTimeToUtc(local, zone);
                for (var minute = 0; minute < Hours * 60; minute++)
                {
                    var hour = (int)Math.Floor((from.AddMinutes(minute) - start).TotalHours);
                    if (hour >= 0 && hour < hours.Length)
                        hours[hour] += 6.0 / logins.Length / 60;
                }
            }
        }

        return hours;
    }
}
