using DeskFleet.Core.Placement;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>Arithmetic over what a host has: vCPU, memory, GPU.</summary>
internal static class Dimensions
{
    /// <summary>The share of the fullest dimension and its name. What is wanted of nothing is full.</summary>
    public static (double Share, string Name) FullestOf(Capacity used, Capacity whole)
    {
        var fullest = (Share: ShareOf(used.VCpu, whole.VCpu), Name: "vCPU");
        if (ShareOf(used.MemoryMiB, whole.MemoryMiB) is var memory && memory > fullest.Share)
            fullest = (memory, "memory");
        if (ShareOf(used.Gpus, whole.Gpus) is var gpu && gpu > fullest.Share)
            fullest = (gpu, "GPU");
        return fullest;
    }

    /// <summary>The greater host: more vCPU, then more memory, then more GPUs.</summary>
    public static Capacity LargerOf(Capacity a, Capacity b) => (a.VCpu, a.MemoryMiB, a.Gpus).CompareTo((b.VCpu, b.MemoryMiB, b.Gpus)) >= 0 ? a : b;

    private static double ShareOf(long used, long whole) => whole > 0 ? (double)used / whole : used > 0 ? 1 : 0;
}
