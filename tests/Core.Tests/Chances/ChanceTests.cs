using DeskFleet.Core.Chances;

namespace DeskFleet.Core.Tests.Chances;

/// <summary>The same question always has the same answer, and each part of the question counts.</summary>
public sealed class ChanceTests
{
    private static readonly SubjectChance Ann = new Chance(7).Of("ann");

    [Fact]
    public void Bits_SameQuestion_IsTheSameAnswer() => Assert.Equal(Ann.Bits(3, "arrival", 1), new Chance(7).Of("ann").Bits(3, "arrival", 1));

    [Fact]
    public void Bits_AnyPartOfTheQuestion_MakesAnother()
    {
        ulong[] answers =
        [
            Ann.Bits(3, "arrival"), Ann.Bits(4, "arrival"), Ann.Bits(3, "departure"), Ann.Bits(3, "arrival", 1),
            new Chance(8).Of("ann").Bits(3, "arrival"), new Chance(7).Of("bob").Bits(3, "arrival"),
        ];

        Assert.Distinct(answers);
    }

    [Fact]
    public void Bits_LongestName_CountsToItsLastLetter()
    {
        var (name, other) = (new string('a', SubjectChance.MaxDrawName), new string('a', SubjectChance.MaxDrawName - 1) + "b");

        Assert.NotEqual(Ann.Bits(1, name), Ann.Bits(1, other));
    }

    [Fact]
    public void Uniform_ManyDraws_AreEvenBetweenZeroAndOne()
    {
        var draws = Enumerable.Range(0, 4000).Select(day => Ann.Uniform(day, "arrival")).ToList();

        Assert.All(draws, draw => Assert.InRange(draw, 0, 1 - double.Epsilon));
        Assert.InRange(draws.Average(), 0.48, 0.52);
        Assert.All(Enumerable.Range(0, 10), tenth => Assert.InRange(draws.Count(draw => (int)(draw * 10) == tenth), 320, 480));
    }
}
