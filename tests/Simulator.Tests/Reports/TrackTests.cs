using DeskFleet.Simulator.Reports.Figures;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Reports;

public sealed class TrackTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 8, 0);

    private readonly Track _track = new(Start, Start + Duration.FromMinutes(10));

    [Fact]
    public void Set_BeforeTheStart_IsTheValueThere()
    {
        _track.Set(Start - Duration.FromHours(1), 7);
        _track.Advance(Start + Duration.FromMinutes(10));

        Assert.Equal((7, 7, 10), (_track.Least(0, 10), _track.Greatest(0, 10), _track.Count));
    }

    [Fact]
    public void Set_TwiceInAStep_KeepsBothExtremes()
    {
        _track.Set(At(150), 5);
        _track.Set(At(170), 1);
        _track.Advance(At(600));

        Assert.Equal((0, 5), (_track.Least(2, 3), _track.Greatest(2, 3)));
        Assert.Equal((1, 1), (_track.Least(3, 10), _track.Greatest(3, 10)));
        Assert.Equal(0, _track.Greatest(0, 2));
    }

    [Theory]
    [InlineData(119, 2)]
    [InlineData(120, 2)]
    [InlineData(121, 3)]
    public void Advance_ReachesStepsThatHaveBegun_EndNotIncluded(int seconds, int steps)
    {
        _track.Advance(At(seconds));

        Assert.Equal(steps, _track.Count);
    }

    [Fact]
    public void Set_AtOrAfterTheEnd_ChangesNoStep()
    {
        _track.Set(At(600), 9);
        _track.Set(At(6000), 11);

        Assert.Equal((10, 0), (_track.Count, _track.Greatest(0, 10)));
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(14, 1)]
    [InlineData(28, 2)]
    [InlineData(731, 53)]
    public void StepFor_LongRuns_LengthensTheStep(int days, int minutes) =>
        Assert.Equal(Duration.FromMinutes(minutes), Track.StepFor(Duration.FromDays(days)));

    private static Instant At(int seconds) => Start + Duration.FromSeconds(seconds);
}
