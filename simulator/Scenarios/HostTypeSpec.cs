using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>Hardware of a host.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="VCpu">Virtual CPUs before overcommit.</param>
/// <param name="MemoryMiB">Memory for desktops.</param>
/// <param name="Gpus">Whole GPUs; a host with any belongs to the GPU family, and takes other bundles only where no host without has room.</param>
/// <param name="Overcommit">vCPUs promised per vCPU present, from 0.1 to 16; default 1.0.</param>
/// <param name="StartSlots">Desktops that may be starting at once; default 8.</param>
public sealed record HostTypeSpec(string Name, int VCpu, long MemoryMiB, int Gpus, decimal Overcommit, int StartSlots)
{
    public const int DefaultStartSlots = 8;

    /// <summary>80 vCPU and 320 GiB: 40 Standard desktops, or 80 Value ones.</summary>
    public static HostTypeSpec General { get; } = new("general", 80, 320 * 1024, 0, 1.0m, DefaultStartSlots);

    /// <summary>32 vCPU, 122 GiB and 4 GPUs.</summary>
    public static HostTypeSpec Gpu { get; } = new("gpu", 32, 122 * 1024, 4, 1.0m, DefaultStartSlots);

    public static ImmutableArray<HostTypeSpec> Defaults { get; } = [General, Gpu];

    public bool HasGpu => Gpus > 0;

    /// <summary>vCPUs to give away: whole ones, overcommit included.</summary>
    public int UsableVCpu => (int)decimal.Floor(VCpu * Overcommit);

    /// <summary>True when GPU bundles meet GPU hosts and the others meet the others.</summary>
    public bool IsFamilyOf(BundleSpec bundle) => HasGpu == bundle.NeedsGpu;

    /// <summary>True when an empty host of this type has room for one such desktop.</summary>
    public bool Fits(BundleSpec bundle) =>
        bundle.VCpu <= UsableVCpu && bundle.MemoryMiB <= MemoryMiB && bundle.Gpus <= Gpus;
}
