using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Chances;

/// <summary>
/// Chance without a stream: each draw is a hash of (seed, subject, counter, draw, attempt). No draw depends on how many others were
/// made, so one user more moves nobody else's draws, and both engines and all machines draw the same.
/// </summary>
/// <param name="Seed">The run's seed.</param>
public readonly record struct Chance(ulong Seed)
{
    /// <summary>The draws of one user, of one desktop, or of anything else with a stable name.</summary>
    public SubjectChance Of(string subject) => new(TextHash.Of(subject, unchecked((long)Seed)));
}

/// <summary>The draws of one subject: the same question always has the same answer.</summary>
/// <param name="Key">Hash of seed and subject.</param>
public readonly record struct SubjectChance(ulong Key)
{
    /// <summary>Letters a draw's name may have.</summary>
    public const int MaxDrawName = 48;

    private const double Step53 = 1.0 / (1L << 53);

    /// <summary>64 even bits.</summary>
    /// <param name="counter">What the draw is for: days since 1970-01-01, an epoch, or 0 for what is drawn once.</param>
    /// <param name="draw">What is drawn; at most <see cref="MaxDrawName"/> ASCII letters.</param>
    /// <param name="attempt">Counts draws of the same name and counter.</param>
    public ulong Bits(int counter, string draw, int attempt = 0)
    {
        Span<byte> question = stackalloc byte[16 + MaxDrawName];
        BinaryPrimitives.WriteUInt64LittleEndian(question, Key);
        BinaryPrimitives.WriteInt32LittleEndian(question[8..], counter);
        BinaryPrimitives.WriteInt32LittleEndian(question[12..], attempt);
        var length = Encoding.ASCII.GetBytes(draw, question[16..]);
        return XxHash3.HashToUInt64(question[..(16 + length)]);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(int counter, string draw, int attempt = 0) => (Bits(counter, draw, attempt) >> 11) * Step53;
}
