using DeskFleet.Core.Placement;
using Orleans;

namespace DeskFleet.Core.Hosts;

/// <summary>A kind of hardware.</summary>
/// <param name="Name">Such as <c>general</c>.</param>
/// <param name="Capacity">What it can hold, overcommit included.</param>
/// <param name="StartSlots">How many desktops may be starting at once; further ones wait in the host's queue.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.host-type")]
public sealed record HostType(string Name, Capacity Capacity, int StartSlots)
{
    public const int DefaultStartSlots = 8;

    /// <summary>80 vCPU, 320 GiB: 40 Standard desktops.</summary>
    public static HostType General { get; } = new("general", new(80, 320 * 1024, 0), DefaultStartSlots);

    /// <summary>32 vCPU, 122 GiB, 4 GPUs: 4 Graphics desktops.</summary>
    public static HostType Gpu { get; } = new("gpu", new(32, 122 * 1024, 4), DefaultStartSlots);
}
