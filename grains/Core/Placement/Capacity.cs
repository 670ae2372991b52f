using Orleans;

namespace DeskFleet.Core.Placement;

/// <summary>What a desktop takes and a host has (PLC-05).</summary>
/// <param name="VCpu">Virtual processors, after overcommit for a host.</param>
/// <param name="MemoryMiB">Memory in MiB.</param>
/// <param name="Gpus">Whole GPUs; a Graphics desktop has one of its own.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity")]
public readonly record struct Capacity(int VCpu, long MemoryMiB, int Gpus)
{
    public static Capacity operator +(Capacity a, Capacity b) => new(a.VCpu + b.VCpu, a.MemoryMiB + b.MemoryMiB, a.Gpus + b.Gpus);

    public static Capacity operator -(Capacity a, Capacity b) => new(a.VCpu - b.VCpu, a.MemoryMiB - b.MemoryMiB, a.Gpus - b.Gpus);

    public static Capacity Add(Capacity a, Capacity b) => a + b;

    public static Capacity Subtract(Capacity a, Capacity b) => a - b;

    /// <summary>Whether <paramref name="wanted"/> fits into this in every dimension.</summary>
    public bool Holds(Capacity wanted) => VCpu >= wanted.VCpu && MemoryMiB >= wanted.MemoryMiB && Gpus >= wanted.Gpus;

    public override string ToString() => $"{VCpu} vCPU, {MemoryMiB / 1024.0:0.##} GiB, {Gpus} GPU";
}
