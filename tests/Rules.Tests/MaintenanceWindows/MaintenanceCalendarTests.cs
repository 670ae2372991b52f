using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Rules.Tests.MaintenanceWindows;

public sealed class MaintenanceCalendarTests
{
    /// <summary>Zone, Sunday, and in UTC: opening, closing, update.</summary>
    [Theory]
    [InlineData("America/New_York", "2017-04-09", "2017-04-09 04:00", "2017-04-09 08:00", "2017-04-09 06:00")]
    [InlineData("America/New_York", "2017-03-12", "2017-03-12 05:00", "2017-03-12 08:00", "2017-03-12 07:00")] // 02:00 is absent: 03:00 EDT
    [InlineData("America/New_York", "2017-11-05", "2017-11-05 04:00", "2017-11-05 09:00", "2017-11-05 07:00")] // 01:00 is doubled
    [InlineData("Europe/Berlin", "2017-03-26", "2017-03-25 23:00", "2017-03-26 02:00", "2017-03-26 01:00")]
    [InlineData("Europe/Berlin", "2017-10-29", "2017-10-28 22:00", "2017-10-29 03:00", "2017-10-29 00:00")] // 02:00 is doubled: the first
    [InlineData("Australia/Sydney", "2017-07-02", "2017-07-01 14:00", "2017-07-01 18:00", "2017-07-01 16:00")]
    [InlineData("Australia/Sydney", "2017-12-03", "2017-12-02 13:00", "2017-12-02 17:00", "2017-12-02 15:00")]
    [InlineData("Australia/Lord_Howe", "2017-10-01", "2017-09-30 13:30", "2017-09-30 17:00", "2017-09-30 15:30")] // half an hour is skipped
    [InlineData("America/Sao_Paulo", "2017-10-15", "2017-10-15 03:00", "2017-10-15 06:00", "2017-10-15 04:00")] // no midnight: begins at 01:00
    [InlineData("America/Havana", "2017-11-05", "2017-11-05 04:00", "2017-11-05 09:00", "2017-11-05 07:00")] // midnight comes twice
    [InlineData("Antarctica/Casey", "2018-03-11", "2018-03-10 13:00", "2018-03-10 20:00", "2018-03-10 15:00")] // three hours back: 7 real hours
    [InlineData("Asia/Kolkata", "2017-04-09", "2017-04-08 18:30", "2017-04-08 22:30", "2017-04-08 20:30")]
    [Trait("Rule", "MNT-01")]
    [Trait("RulePart", "MNT-07")]
    [Trait("Rule", "REG-03")]
    public void On_Sunday_FollowsTheWallClock(string zone, string sunday, string opens, string closes, string update) =>
        Assert.Equal(new(Date(sunday), At(opens), At(closes), At(update)), MaintenanceCalendar.On(Zone(zone), Date(sunday)));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [Trait("Rule", "MNT-01")]
    public void OpenAt_AroundTheOpening_IncludesItAndNotTheClosing(int ticks, bool isOpen)
    {
        var zone = Zone("America/New_York");
        var window = MaintenanceCalendar.On(zone, Date("2017-03-12"))!;

        Assert.Equal(isOpen ? window : null, MaintenanceCalendar.OpenAt(zone, window.Opens.PlusTicks(ticks)));
        Assert.Equal(!isOpen ? window : null, MaintenanceCalendar.OpenAt(zone, window.Closes.PlusTicks(ticks)));
        Assert.Equal(!isOpen, MaintenanceCalendar.Next(zone, window.Opens.PlusTicks(ticks)) == window);
    }

    [Theory]
    [InlineData("2017-04-16", false)]
    [InlineData("2017-04-23", true)] // the third Monday is the 17th
    [InlineData("2017-04-30", false)]
    [InlineData("2017-05-21", true)] // the 15th
    [InlineData("2017-10-22", true)]
    [Trait("RulePart", "MNT-05")]
    public void WakesStopped_Monthly_IsTheWindowAfterTheThirdMonday(string sunday, bool wakes)
    {
        var window = MaintenanceCalendar.On(DateTimeZone.Utc, Date(sunday))!;

        Assert.Equal(wakes, MaintenanceCalendar.WakesStopped(window, WakeRhythm.Monthly));
        Assert.True(MaintenanceCalendar.WakesStopped(window, WakeRhythm.Weekly));
    }

    [Fact]
    [Trait("Rule", "REG-03")]
    public void Regions_Defaults_HaveZonesThatExist() => Assert.All(Region.Defaults, region => Assert.NotNull(region.Zone));

    [Fact]
    public void On_NotASunday_Throws() => Assert.Throws<ArgumentException>(() => MaintenanceCalendar.On(DateTimeZone.Utc, Date("2017-04-08")));

    [Theory]
    [InlineData(40, 100, "us-east-1")]
    [InlineData(100, 100, "eu-west-1")]
    [InlineData(100, 40, "eu-west-1")]
    [Trait("Rule", "REG-02")]
    public void Recommend_RoundTrips_FastestThenByName(int usMilliseconds, int euMilliseconds, string expected) =>
        Assert.Equal(expected, ConnectionCheck.Recommend(new Dictionary<string, Duration>
        {
            ["us-east-1"] = Duration.FromMilliseconds(usMilliseconds),
            ["eu-west-1"] = Duration.FromMilliseconds(euMilliseconds),
        }));

    [Fact]
    [Trait("Rule", "REG-02")]
    public void Recommend_NobodyAnswered_RecommendsNone() => Assert.Null(ConnectionCheck.Recommend([]));

    [Theory]
    [InlineData("us-east-1", true, true)]
    [InlineData("eu-central-1", false, false)]
    [InlineData("ap-northeast-1", true, false)]
    [InlineData("none-of-ours", true, true)]
    [Trait("RulePart", "WAM-08")]
    public void Region_ServicesBesideDesktops_AreThereUnlessItIsSaid(string region, bool connector, bool applications) =>
        Assert.Equal((connector, applications), (Region.OffersConnector(region), Region.HasApplicationManager(region)));

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static Instant At(string text) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(text).Value;
}
