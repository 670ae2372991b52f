using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Hosts;

/// <summary>Hosts of one zone that were reported lost of late.</summary>
/// <param name="Hosts">How many since then.</param>
/// <param name="Since">The first of them.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.zone-losses")]
public sealed record ZoneLosses(ZoneId Zone, int Hosts, Instant Since);

/// <summary>
/// How many hosts may be reported lost within minutes and be believed (PLC-07). Machines fail, and so does a zone; what loses more at once is more often
/// whoever reports. Such a loss is held until an operator says so, or it is reported again: meanwhile nobody is moved.
/// </summary>
public static class LossBrake
{
    /// <summary>All losses of one zone are believed.</summary>
    public const int BelievedZones = 1;

    /// <summary>So many in a hundred of the hosts of the zones concerned are believed, wherever they are.</summary>
    public const int BelievedPercent = 20;

    /// <summary>Losses count together that are no further apart.</summary>
    public static readonly Duration Window = Duration.FromMinutes(10);

    /// <summary>The same report is a second one, and not the first one repeated, after this.</summary>
    public static readonly Duration ConfirmedAfter = Duration.FromMinutes(1);

    /// <summary>The losses with one more, without those that are over.</summary>
    public static ImmutableArray<ZoneLosses> With(this ImmutableArray<ZoneLosses> losses, ZoneId zone, Instant now)
    {
        var recent = losses.RemoveAll(of => of.Since < now - Window);
        return recent.FirstOrDefault(of => of.Zone == zone) is { } known
            ? recent.Replace(known, known with { Hosts = known.Hosts + 1 })
            : recent.Add(new(zone, 1, now));
    }

    /// <summary>Whether losses in these zones have to be weighed against the hosts that there are.</summary>
    public static bool NeedsHosts(ImmutableArray<ZoneLosses> losses) => losses.Length > BelievedZones;

    /// <param name="hosts">Of the zones concerned, lost or not.</param>
    public static bool Believes(ImmutableArray<ZoneLosses> losses, int hosts) =>
        !NeedsHosts(losses) || losses.Sum(of => of.Hosts) * 100L <= (long)hosts * BelievedPercent;
}
