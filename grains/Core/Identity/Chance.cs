using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Core.Identity;

/// <summary>
/// Chance as an argument: a draw is a hash of (seed, subject, counter, what for), never one shared stream. So adding a user moves
/// nobody else's draws, and both engines and all machines draw the same.
/// </summary>
/// <param name="Seed">Of the run.</param>
public readonly record struct Chance(ulong Seed)
{
    private const double Scale = 1.0 / (1UL << 53);
    private const int LongestOnStack = 256;

    /// <summary>A uniform draw in [0, 1).</summary>
    public double Uniform(string subject, long counter, string what) => (Bits(subject, counter, what) >> 11) * Scale;

    /// <summary>64 uniform bits.</summary>
    public ulong Bits(string subject, long counter, string what)
    {
        var length = sizeof(long) + Encoding.UTF8.GetByteCount(subject) + 1 + Encoding.UTF8.GetByteCount(what);
        var bytes = length <= LongestOnStack ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, counter);
        var end = sizeof(long) + Encoding.UTF8.GetBytes(subject, bytes[sizeof(long)..]);
        bytes[end++] = 0;
        Encoding.UTF8.GetBytes(what, bytes[end..]);
        return XxHash3.HashToUInt64(bytes, unchecked((long)Seed));
    }
}
