using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// Stands for what is on a volume: equal fingerprints mean equal content. The fleet keeps it beside the volume, as the machines do not tell
/// what users write: an image gives the first one, and every session that ends has changed it.
/// </summary>
/// <param name="Value">16 hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.volume-fingerprint")]
public readonly record struct VolumeFingerprint(string Value)
{
    /// <summary>Longer texts than any session's id has are put together on the heap.</summary>
    private const int MaxOnStack = 256;

    /// <summary>A volume that is formatted and empty, as D: is after a launch.</summary>
    public static VolumeFingerprint Blank { get; } = Of("blank");

    /// <summary>What an image puts on C:.</summary>
    public static VolumeFingerprint OfImage(string image) => Of($"image {image}");

    /// <summary>What is there after a session at the desktop.</summary>
    public VolumeFingerprint ChangedBy(SessionId session)
    {
        Span<char> text = stackalloc char[MaxOnStack];
        return text.TryWrite($"{Value} {session.Value}", out var length) ? Of(text[..length]) : Of($"{Value} {session}");
    }

    public override string ToString() => Value;

    private static VolumeFingerprint Of(ReadOnlySpan<char> text) => new(TextHash.Of(text).ToString("x16", null));
}

/// <summary>What is on the two volumes of a desktop.</summary>
/// <param name="Root">C:, the system. Put back by a rebuild (WKS-08), kept by all else but a restore that asks for it (BAK-03).</param>
/// <param name="User">D:, the user's own. Kept by a rebuild; brought back from the newest backup by a restore (BAK-03).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.volumes")]
public sealed record Volumes(VolumeFingerprint Root, VolumeFingerprint User)
{
    /// <summary>As provisioned from an image.</summary>
    public static Volumes From(VolumeFingerprint image) => new(image, VolumeFingerprint.Blank);

    /// <summary>People save documents and install software.</summary>
    public Volumes After(SessionId session) => new(Root.ChangedBy(session), User.ChangedBy(session));
}
