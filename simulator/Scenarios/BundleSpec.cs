using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>Size of a desktop.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="VCpu">Virtual CPUs, at least 1.</param>
/// <param name="MemoryMiB">Memory.</param>
/// <param name="Gpus">Whole GPUs, 0 for most.</param>
/// <param name="RootGB">Volume C:.</param>
/// <param name="UserGB">Volume D:.</param>
public sealed record BundleSpec(string Name, int VCpu, long MemoryMiB, int Gpus, int RootGB, int UserGB)
{
    /// <summary>Value, Standard, Performance and Graphics, sized after the service's public list of about 2017.</summary>
    public static ImmutableArray<BundleSpec> Defaults { get; } =
    [
        new("Value", 1, 2 * 1024, 0, 80, 10),
        new("Standard", 2, 4 * 1024, 0, 80, 50),
        new("Performance", 2, 7 * 1024 + 512, 0, 80, 100),
        new("Graphics", 8, 15 * 1024, 1, 100, 100),
    ];

    public bool NeedsGpu => Gpus > 0;
}
