using System.IO.Hashing;
using System.Text;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Identity;

/// <summary>
/// The idempotency token of one asked operation. It is time-ordered, so that a record needs to keep only the last few
/// results and a low-water mark: what is older is refused as expired and never run again.
/// </summary>
/// <param name="UnixMilliseconds">When the caller made the id.</param>
/// <param name="Token">Tells apart ids of one millisecond.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.operation-id")]
public readonly record struct OperationId(long UnixMilliseconds, string Token) : IComparable<OperationId>
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int DerivedLength = 9;

    public static OperationId At(Instant madeAt, string token) => new(madeAt.ToUnixTimeMilliseconds(), token);

    /// <summary>The id of the WorkSpace that a launch under this operation creates: retries name the same desktop (WKS-01).</summary>
    public WorkSpaceId ToWorkSpaceId() => new("ws-" + Derived());

    /// <summary>The id of the image that is captured or imported under this operation.</summary>
    public ImageId ToImageId() => new(ImageId.Prefix + Derived());

    /// <summary>The id of the bundle that is made under this operation.</summary>
    public BundleId ToBundleId() => new("wsb-" + Derived());

    /// <summary>The id of the directory that is created under this operation: <c>d-</c> and ten hexadecimal digits.</summary>
    public DirectoryId ToDirectoryId() => new($"d-{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(ToString())) & 0xff_ffff_ffff:x10}");

    /// <summary>The id of the IP access group that is created under this operation.</summary>
    public string ToIpGroupId() => $"wsipg-{ToWorkSpaceId().Value["ws-".Length..]}";

    public int CompareTo(OperationId other)
    {
        var byTime = UnixMilliseconds.CompareTo(other.UnixMilliseconds);
        return byTime != 0 ? byTime : string.CompareOrdinal(Token, other.Token);
    }

    public static bool operator <(OperationId left, OperationId right) => left.CompareTo(right) < 0;

    public static bool operator >(OperationId left, OperationId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OperationId left, OperationId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OperationId left, OperationId right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{UnixMilliseconds:x12}-{Token}";

    private string Derived()
    {
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(ToString()));
        return string.Create(DerivedLength, hash, static (span, rest) =>
        {
            for (var i = 0; i < span.Length; i++, rest /= (ulong)Alphabet.Length)
                span[i] = Alphabet[(int)(rest % (ulong)Alphabet.Length)];
        });
    }
}
