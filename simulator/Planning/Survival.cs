using System.Collections.Immutable;

namespace DeskFleet.Simulator.Planning;

/// <summary>What the fleet must survive besides an ordinary run.</summary>
public enum Survival
{
    Nothing,

    /// <summary>
    /// Each zone loses its fullest host at its own peak and does not get it back. The targets hold for everybody, those included who
    /// were cut off and are placed again.
    /// </summary>
    Host,

    /// <summary>
    /// A whole zone is lost at its peak and does not come back; each zone in turn. Desktops never leave their zone (BYO-16), so the
    /// people of the lost zone are without; the targets hold for everybody in the other zones.
    /// </summary>
    Zone,
}

/// <summary>What is lost in one run: nothing, a host of every zone, or one zone.</summary>
public sealed record Loss(Survival Kind, string? Zone = null)
{
    public static Loss None { get; } = new(Survival.Nothing);

    /// <summary>Stable: stored results go by it.</summary>
    public string Name => Kind switch
    {
        Survival.Nothing => "nothing",
        Survival.Host => "a host of each AZ",
        _ => $"AZ {Zone}",
    };

    /// <summary>What has to be run: always the ordinary case too.</summary>
    public static ImmutableArray<Loss> CasesOf(Survival survival, IEnumerable<string> zones) => survival switch
    {
        Survival.Nothing => [None],
        Survival.Host => [None, new(Survival.Host)],
        _ => [None, .. zones.Select(zone => new Loss(Survival.Zone, zone))],
    };
}
