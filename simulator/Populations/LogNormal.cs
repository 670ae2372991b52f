using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Turns a standard normal draw into a duration of a <see cref="Spread"/>: whole seconds, cut to 1 min to 16 h.</summary>
internal readonly struct LogNormal(Spread spread)
{
    /// <summary>Nine of ten standard normal draws are below.</summary>
    private const double Normal90 = 1.2815515655446004;
    private const double ShortestSeconds = 60;
    private const double MaxSeconds = 16 * 3600;

    private readonly double median = spread.Median.TotalSeconds;
    private readonly double sigma = PureMath.Log(spread.P90.TotalSeconds / spread.Median.TotalSeconds) / Normal90;

    public Duration At(double normal)
    {
        var seconds = median * PureMath.Exp(sigma * normal);
        return Duration.FromSeconds((long)Math.Floor(Math.Clamp(seconds, ShortestSeconds, MaxSeconds) + 0.5));
    }
}
