using DeskFleet.Core.Chances;

namespace DeskFleet.Simulator.Populations;

/// <summary>Normal draws from even ones.</summary>
public static class NormalDraws
{
    private const double Step32 = 1.0 / (1L << 32);

    /// <summary>Standard normal, by the polar method: a point in the unit disc, drawn again while it is outside.</summary>
    public static double Normal(this SubjectChance chance, int day, string draw, int attempt = 0)
    {
        for (var trial = 0; ; trial++)
        {
            var bits = chance.Bits(day, draw, attempt * TrialsPerAttempt + trial);
            var (x, y) = (Signed(bits >> 32), Signed(bits & uint.MaxValue));
            var square = x * x + y * y;
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * PureMath.Log(square) / square);
        }
    }

    /// <summary>Room for trials between two attempts; that 64 points in a row miss the disc happens never (10^-42).</summary>
    private const int TrialsPerAttempt = 64;

    private static double Signed(ulong bits) => 2 * ((bits + 0.5) * Step32) - 1;
}
