using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>A number with its unit, as people write it: <c>64 GiB</c>, <c>7.5 h</c>, <c>90 %</c>.</summary>
internal readonly partial record struct Quantity(decimal Number, string Unit)
{
    public static bool TryParse(string text, out Quantity quantity)
    {
        var match = Pattern().Match(text.Trim());
        quantity = match.Success
            ? new Quantity(decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["unit"].Value)
            : default;
        return match.Success;
    }

    [GeneratedRegex(@"\A(?<number>[+-]?[0-9]{1,12}(\.[0-9]{1,6})?) *(?<unit>[A-Za-z%]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>The units of one kind of quantity.</summary>
/// <param name="What">What is measured, for messages: "duration".</param>
/// <param name="Example">A good value.</param>
/// <param name="Factors">Size of each unit in the base unit, smallest first.</param>
internal sealed record Units(string What, string Example, ImmutableArray<(string Name, decimal Size)> Factors)
{
    public static Units Time { get; } = new("duration", "60 min", [("s", 1), ("min", 60), ("h", 3600), ("d", 86400)]);

    public static Units Memory { get; } = new("memory size", "64 GiB", [("MiB", 1), ("GiB", 1024), ("TiB", 1024 * 1024)]);

    public static Units Volume { get; } = new("volume size", "80 GB", [("GB", 1), ("TB", 1000)]);

    public static Units Share { get; } = new("share", "90 %", [("%", 1)]);

    public static Units Money { get; } = new("sum of money", "40000 USD", [("USD", 1)]);

    /// <summary>The quantity in the base unit.</summary>
    public Parsed<decimal> Parse(string text)
    {
        if (!Quantity.TryParse(text, out var quantity)) return Wrong($"\"{text}\" is no {What}");
        if (quantity.Unit.Length == 0) return Wrong($"\"{text}\" has no unit");
        var factor = Factors.FirstOrDefault(unit => unit.Name == quantity.Unit);
        return factor.Name is null ? Wrong($"\"{quantity.Unit}\" is no unit of a {What}", Meant(quantity)) : quantity.Number * factor.Size;
    }

    /// <summary>A size in the largest unit that divides it.</summary>
    public string Show(decimal size)
    {
        var unit = Factors.Last(factor => size % factor.Size == 0 || factor == Factors[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{size / unit.Size:0.######} {unit.Name}");
    }

    /// <summary>Units are written short: who writes a word has meant the one that it begins with.</summary>
    private string? Meant(Quantity quantity) =>
        Factors.Select(unit => unit.Name).Where(name => quantity.Unit.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MaxBy(name => name.Length) is { } name
            ? string.Create(CultureInfo.InvariantCulture, $"{quantity.Number} {name}")
            : null;

    private Parsed<decimal> Wrong(string problem, string? example = null) => Parsed.Wrong<decimal>(
        $"{problem}; write a number and a unit ({string.Join(", ", Factors.Select(unit => unit.Name))}), such as \"{example ?? Example}\".");
}
