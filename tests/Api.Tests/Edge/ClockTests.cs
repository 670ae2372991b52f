using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Time;
using NodaTime;

namespace DeskFleet.Api.Tests.Edge;

/// <summary>The clock that can be moved stays within its calendars.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task Advance_PastTheCalendars_IsRefusedAndTheSiloGoesOn()
    {
        var ahead = Instant.FromUtc(8999, 6, 1, 0, 0) - SystemClock.Instance.GetCurrentInstant();
        using var silo = await ApiSilo.Start("--clock-offset", ((long)ahead.TotalHours).ToString(CultureInfo.InvariantCulture));

        using var refused = await silo.Http.PostAsJsonAsync("/control/clock", new { advanceSeconds = TimeSpan.FromDays(366).TotalSeconds }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("where its calendars end", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await silo.Advance(TimeSpan.FromDays(30));
        (await silo.WorkSpaces("DescribeWorkspaces", new { })).Accepted();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Now_WhereCalendarsEnd_StandsStill(double scale)
    {
        var time = new SteppedTime { Now = DateTimeOffset.UnixEpoch };
        var clock = new MovableClock(time, scale, MovableClock.Latest - Instant.FromUnixTimeTicks(0) - Duration.FromTicks(1));

        Assert.Equal(MovableClock.Latest - Duration.FromTicks(1), clock.Now);
        Assert.False(clock.TryAdvance(Duration.FromTicks(2)));
        Assert.True(clock.TryAdvance(Duration.FromTicks(1)));
        time.Now += TimeSpan.FromDays(3650);

        Assert.Equal(MovableClock.Latest, clock.Now);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7001 * 365)]
    public void Offset_OutsideItsRange_IsRefused(int days) => Assert.Single((TimeProfile.Real with { Ahead = Duration.FromDays(days) }).Faults());
}
