using System.IO.Compression;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// Tells whether a gzip file is whole, of one member or of several. One that was cut off unpacks without complaint, so the length at its end, which is that of the
/// last member, is checked.
/// </summary>
internal sealed class GzipMembers
{
    /// <summary>Places that look like the beginning of a member and are none are rare: one in 16 MiB.</summary>
    private const int MaxPlaces = 256;

    private readonly Queue<long> _places = new();
    private long _length;
    private uint _last4;
    private uint _last3;

    /// <summary>Takes note of the next packed bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            _last3 = ((_last3 << 8) | one) & 0xffffff;
            _last4 = (_last4 >> 8) | ((uint)one << 24);
            _length++;
            if (_last3 != 0x1f8b08 || _length <= 3) continue;
            _places.Enqueue(_length - 3);
            if (_places.Count > MaxPlaces) _places.Dequeue();
        }
    }

    /// <param name="unpacked">The bytes of all members together.</param>
    public bool EndWhole(Func<Stream> raw, long unpacked, long maxBytes) =>
        _length >= sizeof(uint) && (_last4 == (uint)unpacked || _places.Reverse().Any(place => LengthFrom(raw, place, maxBytes) == _last4));

    private static long LengthFrom(Func<Stream> raw, long place, long maxBytes)
    {
        try
        {
            var packed = raw();
            packed.Position = place;
            using var stream = new GZipStream(packed, CompressionMode.Decompress);
            var block = new byte[64 * 1024];
            long length = 0;
            for (int read; length <= maxBytes && (read = stream.Read(block)) > 0;) length += read;
            return length;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }
}
