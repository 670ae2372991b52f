using System.Globalization;

namespace DeskFleet.Simulator.Cli;

/// <summary>How long a run will still take.</summary>
internal static class TimeLeft
{
    /// <summary>Before this much is done a guess would be wild.</summary>
    private const double LeastShare = 0.01;

    /// <param name="share">Of the expected events, how much is done; 0 to 1.</param>
    public static string Of(double share, TimeSpan took)
    {
        if (share < LeastShare)
            return "-:-- left";
        var left = took * ((1 - share) / share);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}:{left.Seconds:00} left");
    }
}
