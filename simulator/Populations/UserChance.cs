using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Populations;

/// <summary>The draws of one user: the same question always has the same answer.</summary>
/// <param name="Key">Hash of seed and user name.</param>
public readonly record struct UserChance(ulong Key)
{
    /// <summary>Letters a draw's name may have.</summary>
    public const int LongestDrawName = 48;

    private const double Step53 = 1.0 / (1L << 53);
    private const double Step32 = 1.0 / (1L << 32);

    /// <summary>64 even bits.</summary>
    /// <param name="day">Days since 1970-01-01, or 0 for what is drawn once.</param>
    /// <param name="draw">What is drawn; at most <see cref="LongestDrawName"/> ASCII letters.</param>
    /// <param name="attempt">Counts draws of the same name on the same day.</param>
    public ulong Bits(int day, string draw, int attempt)
    {
        Span<byte> question = stackalloc byte[16 + LongestDrawName];
        BinaryPrimitives.WriteUInt64LittleEndian(question, Key);
        BinaryPrimitives.WriteInt32LittleEndian(question[8..], day);
        BinaryPrimitives.WriteInt32LittleEndian(question[12..], attempt);
        var length = Encoding.ASCII.GetBytes(draw, question[16..]);
        return XxHash3.HashToUInt64(question[..(16 + length)]);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(int day, string draw, int attempt = 0) => (Bits(day, draw, attempt) >> 11) * Step53;

    /// <summary>Standard normal, by the polar method: a point in the unit disc, drawn again while it is outside.</summary>
    public double Normal(int day, string draw, int attempt = 0)
    {
        for (var trial = 0; ; trial++)
        {
            var bits = Bits(day, draw, attempt * TrialsPerAttempt + trial);
            var (x, y) = (Signed(bits >> 32), Signed(bits & uint.MaxValue));
            var square = x * x + y * y;
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * PureMath.Log(square) / square);
        }
    }

    /// <summary>Room for trials between two attempts; that 64 points in a row miss the disc happens never (10^-42).</summary>
    private const int TrialsPerAttempt = 64;

    private static double Signed(ulong bits) => 2 * ((bits + 0.5) * Step32) - 1;
}
