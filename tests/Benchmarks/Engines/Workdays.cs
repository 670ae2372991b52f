namespace DeskFleet.Benchmarks.Engines;

/// <summary>What happens to one desktop.</summary>
internal enum Step
{
    SignIn,
    Started,
    SignOut,
    AutoStop,
    Stopped,
}

/// <summary>
/// The people of <c>ten-thousand.yaml</c> as somebody would write them who needs a number by tonight: attendance 90 %, a first login about 08:45,
/// 1.45 sessions a weekday. The draws are others than the simulator's; the kind of load is the same.
/// </summary>
internal sealed class Workdays(int seed)
{
    public const int Day = 86_400;
    public const int StartTime = 75;
    public const int StopTime = 30;
    public const int AutoStopAfter = 3600;

    private const double Attendance = 0.9;
    private const double SecondSession = 0.45;
    private readonly Random _chance = new(seed);

    /// <summary>Begin and end of each session of one person, in seconds.</summary>
    public (int From, int To)[] Of(int days)
    {
        var sessions = new List<(int, int)>();
        for (var day = 0; day < days; day++)
        {
            if (day % 7 >= 5 || _chance.NextDouble() >= Attendance)
                continue;
            var at = (day * Day) + (int)Math.Max(0, Normal(8.75 * 3600, 2700));
            for (var more = true; more; more = sessions.Count % 2 == 1 && _chance.NextDouble() < SecondSession)
            {
                var to = Math.Min(at + LogNormal(3 * 3600, 0.54), ((day + 1) * Day) - 1);
                if (to <= at)
                    break;
                sessions.Add((at, to));
                at = to + LogNormal(75 * 60, 0.68);
            }
        }

        return [.. sessions];
    }

    private double Normal(double mean, double deviation) =>
        mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(2 * Math.PI * _chance.NextDouble()));

    private int LogNormal(double median, double sigma) => (int)(median * Math.Exp(Normal(0, sigma)));
}
