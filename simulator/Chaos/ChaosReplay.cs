using System.Globalization;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// The command that replays a run, and the words in which it says how a run differs from its seed: <c>desktops=2,operations=10,hours=3,rushes=0,silos=1,
/// overlaps=no,faults=WriteFails+EffectStale</c>.
/// </summary>
public static class ChaosReplay
{
    public static string CommandOf(ChaosSettings settings, EngineKind engine)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"deskfleet-sim chaos --from {settings.Seed} --seeds 1 --profile {settings.Profile}");
        if (engine != EngineKind.Core)
            command += $" --engine {engine.ToString().ToLowerInvariant()}";
        var drawn = ChaosSettings.Draw(settings.Seed, settings.Profile);
        return Differences(drawn, settings) is { Length: > 0 } with ? $"{command} --with {with}" : command;
    }

    /// <summary>The settings with what the words say.</summary>
    /// <exception cref="FormatException">A word is not understood; the message says which.</exception>
    public static ChaosSettings Apply(ChaosSettings settings, string words)
    {
        foreach (var word in words.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            settings = word.Split('=') switch
            {
                ["desktops", var n] => settings with { Desktops = Number(n, 1) },
                ["operations", var n] => settings with { Operations = Number(n, 0) },
                ["hours", var n] => settings with { FaultPhase = Duration.FromHours(Number(n, 1)) },
                ["rushes", var n] => settings with { Rushes = Number(n, 0) },
                ["silos", var n] => settings with { Silos = Number(n, 1) },
                ["overlaps", "no"] => settings with { Overlaps = false },
                ["overlaps", "yes"] => settings with { Overlaps = true },
                ["faults", var kinds] => Only(settings, kinds.Split('+', StringSplitOptions.RemoveEmptyEntries)),
                _ => throw new FormatException($"'{word}' is not understood; write for example desktops=2,hours=3,faults=WriteFails+EffectStale."),
            };
        }

        return settings;
    }

    private static string Differences(ChaosSettings drawn, ChaosSettings settings)
    {
        IEnumerable<string?> words =
        [
            drawn.Desktops == settings.Desktops ? null : string.Create(CultureInfo.InvariantCulture, $"desktops={settings.Desktops}"),
            drawn.Operations == settings.Operations ? null : string.Create(CultureInfo.InvariantCulture, $"operations={settings.Operations}"),
            drawn.FaultPhase == settings.FaultPhase ? null : string.Create(CultureInfo.InvariantCulture, $"hours={(int)settings.FaultPhase.TotalHours}"),
            drawn.Rushes == settings.Rushes ? null : string.Create(CultureInfo.InvariantCulture, $"rushes={settings.Rushes}"),
            drawn.Silos == settings.Silos ? null : string.Create(CultureInfo.InvariantCulture, $"silos={settings.Silos}"),
            drawn.Overlaps == settings.Overlaps ? null : $"overlaps={(settings.Overlaps ? "yes" : "no")}",
            drawn.Rates.Count == settings.Rates.Count ? null : $"faults={string.Join('+', settings.Rates.Keys.Order())}",
        ];
        return string.Join(',', words.OfType<string>());
    }

    /// <summary>Those of the named classes that the seed has, as often as it has them; one that it has not comes at a tenth of its opportunities.</summary>
    private static ChaosSettings Only(ChaosSettings settings, string[] names)
    {
        var kinds = names.Select(name => Enum.TryParse<FaultKind>(name, ignoreCase: true, out var kind)
            ? kind
            : throw new FormatException($"There is no class of faults '{name}'; there are {string.Join(", ", Enum.GetNames<FaultKind>())}."));
        return settings with { Rates = System.Collections.Immutable.ImmutableDictionary.CreateRange(kinds.Distinct().Select(kind => KeyValuePair.Create(kind, settings.Rates.GetValueOrDefault(kind, 0.1)))) };
    }

    private static int Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"'{text}' is no whole number of {least} or more.");
}
