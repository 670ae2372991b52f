using System.Globalization;
using System.Text.RegularExpressions;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>How numbers, quantities and words are written in a scenario. All bounds are included.</summary>
internal static partial class Formats
{
    /// <summary>What a user's name has left beside two letters, a number of seven digits and what parts them.</summary>
    private const int MaxOfGroupName = UserName.Longest - 12;

    public static Format<int> Whole(int least, int most) => Shapes.With<int>(
        text => !Quantity.TryParse(text, out var quantity) || quantity.Number % 1 != 0 || quantity.Unit.Length > 0
            ? Parsed.Wrong<int>($"\"{text}\" is no whole number; write one from {least} to {most}, without a unit.")
            : Within(quantity.Number, least, most, Plain).Then<int>(number => (int)number),
        Shapes.Whole(least, most));

    public static Format<decimal> Number(decimal least, decimal most) => Shapes.With<decimal>(
        text => !Quantity.TryParse(text, out var quantity) || quantity.Unit.Length > 0
            ? Parsed.Wrong<decimal>(string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is no number; write one from {least} " +
                $"to {most}, without a unit."))
            : Within(quantity.Number, least, most, Plain),
        Shapes.Number(least, most));

    /// <summary>Whole seconds between two bounds.</summary>
    public static Format<Duration> Time(Duration least, Duration most) => Shapes.With<Duration>(
        text => Bounded(Units.Time, text, (decimal)least.TotalSeconds, (decimal)most.TotalSeconds)
            .Then<Duration>(seconds => Duration.FromSeconds((long)seconds)),
        Shapes.Quantity(Units.Time));

    public static Format<long> Memory(long leastMiB, long mostMiB) => Shapes.With<long>(
        text => Bounded(Units.Memory, text, leastMiB, mostMiB).Then<long>(mebibytes => (long)mebibytes), Shapes.Quantity(Units.Memory));

    public static Format<int> Volume(int leastGB, int mostGB) => Shapes.With<int>(
        text => Bounded(Units.Volume, text, leastGB, mostGB).Then<int>(gigabytes => (int)gigabytes), Shapes.Quantity(Units.Volume));

    /// <summary>0 % to 100 % as 0 to 1.</summary>
    public static Format<double> Share { get; } = Shapes.With<double>(
        text => Units.Share.Parse(text).Then(percent => Within(percent, 0, 100, Units.Share.Show)).Then<double>(percent => (double)(percent / 100)),
        Shapes.Quantity(Units.Share));

    public static Format<ulong> Seed { get; } = Shapes.With<ulong>(
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Parsed.Wrong<ulong>($"\"{text}\" is no seed; write a whole number from 0 to {ulong.MaxValue}."),
        Shapes.Whole(0, ulong.MaxValue));

    public static Format<bool> Switch { get; } = OneOf(("true", true), ("false", false)).With(new() { ["type"] = "boolean" });

    /// <summary>A name that can be part of a user name: letters, digits, dots, dashes and underscores, up to 64.</summary>
    public static Format<string> Name { get; } = text =>
        NamePattern().IsMatch(text)
            ? text
            : Parsed.Wrong<string>($"\"{text}\" is no name; use up to 64 letters, digits, '-', '_' and '.', and begin with a letter " +
                "or digit.");

    /// <summary>The name of a group. Its users are called after it, and their names have a limit.</summary>
    public static Format<string> GroupName { get; } = text => Name(text).Then<string>(name => name.Length <= MaxOfGroupName
        ? name
        : Parsed.Wrong<string>($"\"{name}\" is too long for a group, whose users are called after it; use up to {MaxOfGroupName} characters."));

    /// <summary>A host's name, which holds those of its account and zone.</summary>
    public static Format<string> HostName { get; } = text =>
        text.StartsWith("h-", StringComparison.Ordinal) && text.Length <= 200
            ? text
            : Parsed.Wrong<string>($"\"{text}\" is no name of a host; write one such as \"h-company-eu-central-1a-0001\".");

    public static Format<string> FileName { get; } = text =>
        text.Trim().Length > 0 ? text : Parsed.Wrong<string>("The name of the file is empty; write one, or leave the key out.");

    public static Format<T> OneOf<T>(params (string Word, T Value)[] choices) => Shapes.With<T>(text => Choose(choices, text), Shapes.Phrases(choices.Select(choice => choice.Word)));

    private static Parsed<T> Choose<T>((string Word, T Value)[] choices, string text)
    {
        var match = choices.FirstOrDefault(choice => choice.Word == text);
        if (match.Word is not null) return match.Value;
        var words = choices.Select(choice => choice.Word).ToList();
        return Parsed.Wrong<T>($"\"{text}\" is not allowed here; write one of {string.Join(", ", words)}.{Nearest.Hint(text, words)}");
    }

    private static string Plain(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static Parsed<decimal> Bounded(Units units, string text, decimal least, decimal most) =>
        units.Parse(text).Then(size => Within(size, least, most, units.Show)).Then(size => Whole(size, text, units));

    private static Parsed<decimal> Within(decimal value, decimal least, decimal most, Func<decimal, string> show) =>
        value >= least && value <= most ? value : Parsed.Wrong<decimal>($"{show(value)} is out of bounds; it must be from " +
            $"{show(least)} to {show(most)}.");

    private static Parsed<decimal> Whole(decimal size, string text, Units units) =>
        size % 1 == 0 ? size : Parsed.Wrong<decimal>($"\"{text}\" is too fine; use a multiple of 1 {units.Factors[0].Name}.");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
