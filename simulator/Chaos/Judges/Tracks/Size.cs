using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;

namespace DeskFleet.Simulator.Chaos.Judges.Tracks;

/// <summary>What a desktop takes and a host has, in every dimension (PLC-05).</summary>
internal readonly record struct Size(decimal VCpu, long MemoryMiB, long Gpus)
{
    public static Size operator +(Size a, Size b) => new(a.VCpu + b.VCpu, a.MemoryMiB + b.MemoryMiB, a.Gpus + b.Gpus);

    public bool FitsInto(Size room) => VCpu <= room.VCpu && MemoryMiB <= room.MemoryMiB && Gpus <= room.Gpus;

    public static Size Of(JsonElement? json) =>
        json is { } size ? new(size.Amount("vCpu") ?? 0, size.Number("memoryMiB") ?? 0, size.Number("gpus") ?? 0) : default;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{VCpu} vCPU, {MemoryMiB} MiB, {Gpus} GPU");
}
