using DeskFleet.Grains.Hosting;

namespace DeskFleet.Silo.Tests.Hosting;

public sealed class FleetOptionsTests
{
    public static TheoryData<string, Action<FleetOptions>> Impossible { get; } = new()
    {
        { "DriverTimeScale of 0 is not possible; give more than 0 and at most 100000.", options => options.DriverTimeScale = 0 },
        { "DriverTimeScale of NaN is not possible; give more than 0 and at most 100000.", options => options.DriverTimeScale = double.NaN },
        { "WakesAtOnce of 0 is not possible; give 1 to 4096.", options => options.WakesAtOnce = 0 },
        { "EffectsAtOnce of 4097 is not possible; give 1 to 4096.", options => options.EffectsAtOnce = 4097 },
        { "MaxRetryPause of 02:00:00 is not possible; give at most 01:00:00.", options => options.MaxRetryPause = TimeSpan.FromHours(2) },
        {
            "FirstRetryPause of 00:01:00 is not possible; give 1 ms up to the longest pause, 00:00:30.",
            options => options.FirstRetryPause = TimeSpan.FromMinutes(1)
        },
        { "DrainTime of -00:00:01 is not possible; give 00:00:00 to 00:10:00.", options => options.DrainTime = TimeSpan.FromSeconds(-1) },
    };

    [Fact]
    public void Validate_Defaults_Succeeds() => Assert.True(new FleetOptionsValidator().Validate(null, new()).Succeeded);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_OneImpossibleSetting_SaysWhichAndTheMend(string sentence, Action<FleetOptions> spoil)
    {
        var options = new FleetOptions();
        spoil(options);

        Assert.Equal([sentence], new FleetOptionsValidator().Validate(null, options).Failures ?? []);
    }
}
