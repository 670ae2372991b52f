using Microsoft.Extensions.Options;

namespace DeskFleet.Grains.Hosting;

/// <summary>Stops a start with wrong settings; each sentence says the mend.</summary>
public sealed class FleetOptionsValidator : IValidateOptions<FleetOptions>
{
    public ValidateOptionsResult Validate(string? name, FleetOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(FleetOptions options)
    {
        if (!(options.DriverTimeScale > 0 && options.DriverTimeScale <= FleetOptions.LargestDriverTimeScale))
            yield return Fault(nameof(options.DriverTimeScale), options.DriverTimeScale, "more than 0 and at most 100000");
        if (IsNoCount(options.WakesAtOnce))
            yield return Fault(nameof(options.WakesAtOnce), options.WakesAtOnce, "1 to 4096");
        if (IsNoCount(options.EffectsAtOnce))
            yield return Fault(nameof(options.EffectsAtOnce), options.EffectsAtOnce, "1 to 4096");
        if (options.MaxRetryPause > FleetOptions.MaxPossibleRetryPause)
            yield return Fault(nameof(options.MaxRetryPause), options.MaxRetryPause, "at most 01:00:00");
        if (options.FirstRetryPause < TimeSpan.FromMilliseconds(1) || options.FirstRetryPause > options.MaxRetryPause)
            yield return Fault(nameof(options.FirstRetryPause), options.FirstRetryPause, $"1 ms up to the longest pause, {options.MaxRetryPause}");
        if (options.DrainTime < TimeSpan.Zero || options.DrainTime > FleetOptions.MaxDrainTime)
            yield return Fault(nameof(options.DrainTime), options.DrainTime, "00:00:00 to 00:10:00");
    }

    private static bool IsNoCount(int atOnce) => atOnce is < 1 or > FleetOptions.MaxAtOnce;

    private static string Fault(string setting, object value, string allowed) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting} of {value} is not possible; give {allowed}.");
}
