namespace DeskFleet.Simulator.Populations;

/// <summary>
/// Exponential and logarithm from additions, multiplications and divisions only. The framework's own use the C library of the
/// machine, whose last digit differs from one to another; these give the same bits everywhere.
/// </summary>
public static class PureMath
{
    private const double Ln2 = 0.693147180559945309417;
    private const int ExpTerms = 20;
    private const int LogTerms = 20;

    /// <summary>e to the power of x, for x from -700 to 700.</summary>
    public static double Exp(double x)
    {
        var halvings = (int)Math.Floor(x / Ln2 + 0.5);
        var rest = x - halvings * Ln2;
        var sum = 1.0;
        for (var term = ExpTerms; term > 0; term--) sum = 1 + sum * rest / term;
        return Math.ScaleB(sum, halvings);
    }

    /// <summary>Natural logarithm of a positive, normal x.</summary>
    public static double Log(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var term = LogTerms; term >= 0; term--) sum = sum * square + 1.0 / (2 * term + 1);
        return 2 * ratio * sum + exponent * Ln2;
    }
}
