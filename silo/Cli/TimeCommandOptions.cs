using System.CommandLine;
using DeskFleet.Silo.Time;
using NodaTime;

namespace DeskFleet.Silo.Cli;

/// <summary>The options about the fleet's time, for people who test against it.</summary>
public sealed class TimeCommandOptions
{
    private readonly Option<double> _scale = SiloCommand.Setting(
        "--time-scale", "FACTOR", TimeProfile.Real.Scale, "For tests: how many times faster the fleet's clock runs, machines, deadlines and metering with it.");

    private readonly Option<bool> _instant = SiloCommand.Setting("--instant", "true|false", false, "For tests: machines take no time.");
    private readonly Option<bool> _control = SiloCommand.Setting(
        "--control", "true|false", false, "For tests: /control on loopback moves the clock, sets limits and resets the silo.");

    private readonly Option<double> _ahead = SiloCommand.Setting("--clock-offset", "HOURS", 0.0, "For tests only: the fleet's clock is so far ahead.");

    public TimeCommandOptions() => _ahead.Hidden = true;

    public IEnumerable<Option> All => [_scale, _instant, _control, _ahead];

    public TimeProfile Read(ParseResult parsed) => new(
        parsed.GetValue(_scale), parsed.GetValue(_instant), Duration.FromHours(parsed.GetValue(_ahead)), parsed.GetValue(_control));
}
