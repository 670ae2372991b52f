using DeskFleet.Simulator.Planning;

namespace DeskFleet.Simulator.Tests.Planning;

public sealed class BoundarySearchTests
{
    [Fact]
    public async Task Least_EveryGuessFloorAndBoundary_IsTheBoundaryAndAsksNothingTwice()
    {
        const int ceiling = 20;
        for (var boundary = 1; boundary <= ceiling; boundary++)
            for (var floor = 1; floor <= boundary; floor++)
                for (var guess = -1; guess <= ceiling + 2; guess++)
                {
                    var asked = new List<int>();
                    var least = await BoundarySearch.Least(guess, floor, ceiling, n =>
                    {
                        asked.Add(n);
                        return Task.FromResult(n >= boundary);
                    });

                    Assert.Equal(boundary, least);
                    Assert.Equal(asked.Distinct(), asked);
                    Assert.All(asked, n => Assert.InRange(n, floor, ceiling));
                    Assert.True(boundary == floor || asked.Contains(boundary - 1), "The one below was never seen to fail.");
                }
    }

    [Fact]
    public async Task Least_NothingIsEnough_IsNull() =>
        Assert.Null(await BoundarySearch.Least(3, 1, 20, _ => Task.FromResult(false)));
}
