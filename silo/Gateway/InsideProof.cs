using System.Security.Cryptography;

namespace DeskFleet.Silo.Gateway;

/// <summary>
/// What calls within the cluster carry and nobody outside knows: the name of the sender is only the sender's word. Silos of a cluster have it from their
/// database, a silo alone makes it for itself. Thread-safe.
/// </summary>
public sealed class InsideProof
{
    /// <summary>The key in Orleans' request context.</summary>
    public const string Key = "deskfleet.inside";

    private const int Bytes = 32;

    private volatile bool _isOptional;

    /// <summary>The proof itself; never logged.</summary>
    public string Value { get; private set; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>While silos of a version that gives no proof are members, which is only during an upgrade, names are believed as that version does.</summary>
    public bool IsOptional
    {
        get => _isOptional;
        set => _isOptional = value;
    }

    /// <summary>The one that all members have.</summary>
    public void Share(string value, bool isOptional) => (Value, IsOptional) = (value, isOptional);

    /// <summary>Whether the call that is being answered carries it.</summary>
    public bool IsGiven() => RequestContext.Get(Key) is string given && (ReferenceEquals(given, Value) || AreEqual(given, Value));

    /// <summary>In a time that does not tell how much of it was right.</summary>
    private static bool AreEqual(string given, string value) => CryptographicOperations.FixedTimeEquals(
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(given.AsSpan()), System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.AsSpan()));
}
