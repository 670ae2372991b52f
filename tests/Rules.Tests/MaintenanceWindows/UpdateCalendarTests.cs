using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Rules.Tests.MaintenanceWindows;

/// <summary>One service update a month, on its second Tuesday (MNT-04).</summary>
public sealed class UpdateCalendarTests
{
    [Theory]
    [InlineData("us-east-1", "2017-04-11T03:59:59Z", "2017-03", "2017-03-14T04:00:00Z")]
    [InlineData("us-east-1", "2017-04-11T04:00:00Z", "2017-04", "2017-04-11T04:00:00Z")]
    [InlineData("us-east-1", "2017-01-01T12:00:00Z", "2016-12", "2016-12-13T05:00:00Z")]
    [InlineData("ap-southeast-2", "2017-08-07T14:00:00Z", "2017-08", "2017-08-07T14:00:00Z")]
    [InlineData("eu-central-1", "2017-08-07T21:59:59Z", "2017-07", "2017-07-10T22:00:00Z")]
    [Trait("RulePart", "MNT-04")]
    public void Newest_AroundTheSecondTuesday_IsThisMonthsOrTheOneBefore(string region, string now, string name, string releasedAt) => Assert.Equal(
        new ServiceUpdate(name, InstantPattern.General.Parse(releasedAt).Value), UpdateCalendar.Newest(Region.ZoneOf(region), InstantPattern.General.Parse(now).Value));

    /// <summary>Twenty years in every region: each month has its own, each is out before the window in which stopped desktops are woken at the latest.</summary>
    [Fact]
    [Trait("RulePart", "MNT-04")]
    public void Newest_TwentyYears_OneAMonthAndOutBeforeTheMonthlyWake()
    {
        foreach (var region in Region.Defaults)
        {
            var met = new HashSet<string>();
            for (var day = new LocalDate(2017, 1, 15); day.Year < 2037; day = day.PlusDays(1))
            {
                var now = region.Zone.AtStartOfDay(day).ToInstant();
                var update = UpdateCalendar.Newest(region.Zone, now);
                met.Add(update.Name);
                Assert.InRange(now - update.ReleasedAt, Duration.Zero, Duration.FromDays(36));
                if (day.DayOfWeek == IsoDayOfWeek.Sunday && MaintenanceCalendar.WakesStopped(MaintenanceCalendar.On(region.Zone, day)!, WakeRhythm.Monthly))
                    Assert.Equal($"{day:uuuu'-'MM}", update.Name);
            }

            Assert.Equal(20 * 12, met.Count);
        }
    }

    /// <summary>The first instant is in it and the last one is not.</summary>
    [Theory]
    [InlineData("2017-03-14T04:00:00Z", "2017-05-09T04:00:00Z", "2017-03 2017-04")]
    [InlineData("2017-03-14T04:00:01Z", "2017-05-09T04:00:01Z", "2017-04 2017-05")]
    [InlineData("2017-12-31T12:00:00Z", "2018-01-09T05:00:01Z", "2018-01")]
    [InlineData("2017-03-15T00:00:00Z", "2017-03-15T00:00:00Z", "")]
    [Trait("RulePart", "MNT-04")]
    public void Between_TwoInstants_AreThoseThatComeOut(string from, string to, string names) => Assert.Equal(
        names,
        string.Join(' ', UpdateCalendar.Between(Region.ZoneOf("us-east-1"), InstantPattern.General.Parse(from).Value, InstantPattern.General.Parse(to).Value).Select(update => update.Name)));
}
