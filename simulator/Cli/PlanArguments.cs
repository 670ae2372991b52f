using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace DeskFleet.Simulator.Cli;

/// <summary>Reads the options of <c>plan</c>.</summary>
internal static partial class PlanArguments
{
    /// <summary>A time with its unit: <c>120s</c>, <c>120 s</c>, <c>2min</c>, <c>1h</c>.</summary>
    public static Duration? Time(ArgumentResult given)
    {
        var match = TimePattern().Match(given.Tokens[0].Value);
        if (match.Success && long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) is > 0 and var number)
            return Duration.FromSeconds(number * SecondsIn(match.Groups["unit"].Value));
        given.AddError($"\"{given.Tokens[0].Value}\" is no time above zero; write a whole number and a unit (s, min, h), such as \"120s\".");
        return null;
    }

    public static void AtLeast<T>(Option<T> option, T least)
        where T : struct, IComparable<T> => option.Validators.Add(given => Check(given, option, given.GetValueOrDefault<T>(), least));

    public static void AtLeast<T>(Option<T?> option, T least)
        where T : struct, IComparable<T> => option.Validators.Add(given => Check(given, option, given.GetValueOrDefault<T?>() ?? least, least));

    private static void Check<T>(OptionResult given, Option option, T value, T least)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(least) < 0)
            given.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}; write {least} or more."));
    }

    private static int SecondsIn(string unit) => unit switch { "h" => 3600, "min" => 60, _ => 1 };

    [GeneratedRegex(@"\A(?<number>[0-9]{1,6}) *(?<unit>s|min|h)\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
