using System.Globalization;

namespace DeskFleet.Benchmarks.Engines;

/// <summary>What is measured, as the command line says.</summary>
/// <param name="Only">What the name of a row must hold; empty: all.</param>
/// <param name="Json">Where the figures go besides; null: nowhere.</param>
internal sealed record Settings(IReadOnlyList<int> Desktops, int Days, int Rounds, string Only, string? Json)
{
    /// <summary>Null: the command line is not understood.</summary>
    public static Settings? Of(string[] args)
    {
        var settings = new Settings([1_000, 10_000], 7, 5, "", null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var sizes = value.Split(',').Select(Number).ToList();
            var next = args[i] switch
            {
                "--desktops" when sizes.All(size => size > 0) => settings with { Desktops = sizes },
                "--days" when Number(value) > 0 => settings with { Days = Number(value) },
                "--rounds" when Number(value) > 0 => settings with { Rounds = Number(value) },
                "--only" when value.Length > 0 => settings with { Only = value },
                "--json" when value.Length > 0 => settings with { Json = value },
                _ => null,
            };
            if (next is null)
                return null;
            settings = next;
        }

        return settings;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
