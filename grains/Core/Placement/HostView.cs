using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.Placement;

/// <summary>What a pool knows of a host: a copy, as old as <paramref name="Version"/>. The host itself has the last word.</summary>
/// <param name="Version">Counts the host's changes; older news is ignored.</param>
/// <param name="Occupants">How many desktops hold a slot.</param>
/// <param name="StartsAtOnce">Has a free start slot: a desktop placed here need not queue for its start.</param>
/// <param name="Open">Takes new desktops: available, neither draining nor lost.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.host-view")]
public sealed record HostView(HostId Host, HostType Type, Capacity Free, int Occupants, bool StartsAtOnce, bool Open, long Version);
