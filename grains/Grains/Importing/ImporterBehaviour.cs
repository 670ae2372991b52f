using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;
using NodaTime;

namespace DeskFleet.Grains.Importing;

/// <summary>The stand-in importer's behaviour as data.</summary>
/// <param name="Latency">How long reading a machine image takes.</param>
/// <param name="Faults">How often an order ends in a failure, is never reported, or is reported twice.</param>
public sealed record ImporterBehaviour(ImmutableArray<LatencyBand> Latency, DriverFaults Faults)
{
    /// <summary>Of a machine image that nothing else is known of, in GB.</summary>
    public const int UsualSizeGB = 40;

    /// <summary>What machine images hold. One that is not listed holds what the account says, and has the usual size.</summary>
    public ImmutableDictionary<MachineImageId, ImageManifest> Manifests { get; init; } = ImmutableDictionary<MachineImageId, ImageManifest>.Empty;

    /// <summary>An assumption: 90 % within half an hour to two hours, the rest within six.</summary>
    public static ImporterBehaviour Default { get; } = new(
        [new(0.90, Duration.FromMinutes(30), Duration.FromHours(2)), new(0.10, Duration.FromHours(2), Duration.FromHours(6))], DriverFaults.None);

    /// <summary>Every import takes exactly this long: for scenarios worked out by hand.</summary>
    public static ImporterBehaviour Fixed(Duration latency) => new([new(1, latency, latency)], DriverFaults.None);
}
