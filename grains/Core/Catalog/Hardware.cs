using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>The hardware sizes that are offered (BUN-02).</summary>
public enum Hardware
{
    Value,
    Standard,
    Performance,
    Graphics,
}

/// <summary>Images move within a family only (BUN-08).</summary>
public enum HardwareFamily
{
    /// <summary>Value, Standard and Performance.</summary>
    General,
    Graphics,
}

/// <summary>What users see; on public desktops it names the server it really is (BUN-03).</summary>
public enum Experience
{
    /// <summary>Windows Server 2008 R2.</summary>
    Windows7,

    /// <summary>Windows Server 2016.</summary>
    Windows10,
}

/// <summary>Which software an image brings (BUN-04, BUN-05).</summary>
public enum SoftwareTier
{
    Basic,
    Plus,
}

public enum Language
{
    EnglishUS,
    Japanese,
}

/// <summary>Where an image's Windows comes from.</summary>
public enum ImageOrigin
{
    Provider,

    /// <summary>The account's own (BYO-08).</summary>
    OwnLicence,
}

/// <summary>The GPU of a Graphics desktop, an NVIDIA (GPU-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.gpu-model")]
public sealed record GpuModel(int CudaCores, int VideoMemoryGB)
{
    public static GpuModel Default { get; } = new(1536, 4);
}

/// <summary>Which family a size belongs to.</summary>
public static class HardwareFamilies
{
    public static HardwareFamily Family(this Hardware hardware) =>
        hardware == Hardware.Graphics ? HardwareFamily.Graphics : HardwareFamily.General;
}
