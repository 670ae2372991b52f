using CsCheck;
using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Populations;

namespace DeskFleet.Simulator.Tests.Populations;

public sealed class ChanceTests
{
    [Fact]
    public void Exp_AnyNumber_IsTheFrameworksToTwelveDigits() =>
        Gen.Double[-50, 50].Sample(x => Math.Abs(PureMath.Exp(x) / Math.Exp(x) - 1) < 1e-12);

    [Fact]
    public void Log_AnyNumber_IsTheFrameworksToTwelveDigits() =>
        Gen.Double[-300, 300].Select(Math.Exp).Sample(x => Math.Abs(PureMath.Log(x) - Math.Log(x)) < 1e-12 * Math.Max(1, Math.Abs(Math.Log(x))));

    [Fact]
    public void Uniform_ManyUsers_FillTheIntervalEvenly()
    {
        var chance = new Chance(3);
        var tenths = Enumerable.Range(0, 100_000).GroupBy(user => (int)(chance.Of($"user-{user}").Uniform(5, "attends") * 10)).OrderBy(tenth => tenth.Key).ToList();

        Assert.Equal(Enumerable.Range(0, 10), tenths.Select(tenth => tenth.Key));
        Assert.All(tenths, tenth => Assert.InRange(tenth.Count(), 9_700, 10_300));
    }

    [Fact]
    public void Normal_ManyDraws_HasTheShapeOfTheBell()
    {
        var user = new Chance(3).Of("ann");
        var draws = Enumerable.Range(0, 100_000).Select(day => user.Normal(day, "length")).Order().ToList();

        Assert.InRange(draws.Average(), -0.01, 0.01);
        Assert.InRange(draws.Average(draw => draw * draw), 0.985, 1.015);
        Assert.InRange(draws[90_000], 1.26, 1.30);
        Assert.InRange(draws[97_500], 1.93, 1.99);
    }

    [Fact]
    public void Bits_AnyPartOfTheQuestion_Matters()
    {
        ulong[] bits =
        [
            new Chance(1).Of("ann").Bits(1, "gap", 0), new Chance(2).Of("ann").Bits(1, "gap", 0), new Chance(1).Of("bob").Bits(1, "gap", 0),
            new Chance(1).Of("ann").Bits(2, "gap", 0), new Chance(1).Of("ann").Bits(1, "length", 0), new Chance(1).Of("ann").Bits(1, "gap", 1),
        ];

        Assert.Equal(bits.Length, bits.Distinct().Count());
    }
}
