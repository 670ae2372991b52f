using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using NodaTime;

namespace DeskFleet.Grains.Storage;

/// <summary>
/// What stands before every stored record. Databases read it too, see <c>silo/Sql</c>:
/// <code>
/// 0..7    when to wake the entity, see <see cref="WakeBytes"/>: bytes compare as the instants do; all FF: never
/// 8       version of the format
/// 9..16   length of the record's JSON, eight decimal digits, because SQL reads digits and not integers
/// </code>
/// </summary>
/// <param name="WakeAt">In ticks of 100 ns, rounded down; null: never.</param>
public readonly record struct RecordHeader(Instant? WakeAt, int RecordLength)
{
    public const int Length = 17;

    /// <summary>The newest format that this version reads, and the one it writes.</summary>
    public const byte Version = 1;

    public const int WakeLength = sizeof(ulong);

    private const int LengthStart = WakeLength + 1;
    private const int MaxRecord = 99_999_999;
    private static readonly StandardFormat EightDigits = new('D', 8);

    /// <summary>The wake as bytes that compare as instants do, before and after 1970 alike.</summary>
    public static byte[] WakeBytes(Instant? wakeAt)
    {
        var bytes = new byte[WakeLength];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, wakeAt is { } at ? (ulong)at.ToUnixTimeTicks() ^ (1UL << 63) : ulong.MaxValue);
        return bytes;
    }

    /// <exception cref="InvalidDataException">Too short, or of a newer version.</exception>
    public static RecordHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !Utf8Parser.TryParse(bytes[LengthStart..Length], out int recordLength, out _) || Length + recordLength > bytes.Length)
            throw new InvalidDataException("A stored record is cut off or damaged; restore it from a backup.");
        if (bytes[WakeLength] > Version)
            throw new InvalidDataException($"A stored record has format {bytes[WakeLength]} and this version reads up to {Version}; start the newer version again.");
        return new(ReadWake(bytes), recordLength);
    }

    public static Instant? ReadWake(ReadOnlySpan<byte> bytes)
    {
        var wake = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return wake == ulong.MaxValue ? null : Instant.FromUnixTimeTicks((long)(wake ^ (1UL << 63)));
    }

    /// <exception cref="InvalidOperationException">The record is longer than any record may get.</exception>
    public void Write(Span<byte> bytes)
    {
        if (RecordLength > MaxRecord)
            throw new InvalidOperationException($"A record of {RecordLength} bytes is not stored.");
        WakeBytes(WakeAt).CopyTo(bytes);
        bytes[WakeLength] = Version;
        Utf8Formatter.TryFormat(RecordLength, bytes[LengthStart..Length], out _, EightDigits);
    }
}
