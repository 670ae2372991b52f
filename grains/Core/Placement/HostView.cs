using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.Placement;

/// <summary>What a pool knows of a host: a copy, as old as <paramref name="Version"/>. The host itself has the last word.</summary>
/// <param name="Version">Counts the host's changes; older news is ignored.</param>
/// <param name="Occupants">How many desktops hold a slot.</param>
/// <param name="StartsAhead">The place in the host's start queue of a desktop that comes now; 0: it starts at once.</param>
/// <param name="Open">Takes new desktops: available, neither draining nor lost.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.host-view")]
public sealed record HostView(HostId Host, HostType Type, Capacity Free, int Occupants, int StartsAhead, bool Open, long Version);
