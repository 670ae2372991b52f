using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Api.Tests.Edge;

public sealed class AllowancesTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly SteppedTime _time = new();

    [Fact]
    public void Take_MoreThanAtOnce_IsRefusedUntilAPeriodHasPassed()
    {
        var allowances = new Allowances<string>(3, Period, _time);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => allowances.Take("a")));
        Assert.Equal(Period, allowances.Wait("a"));
        Assert.True(allowances.Take("b"));

        _time.Now += Period;

        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => allowances.Take("a")));
    }

    [Fact]
    public void GiveBack_OneThatWasTaken_CanBeTakenAgain()
    {
        var allowances = new Allowances<string>(1, Period, _time);
        Assert.True(allowances.Take("a"));

        allowances.GiveBack("a");

        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => allowances.Take("a")));
    }

    [Fact]
    public void Take_MoreThanThereArePlaces_ShareOneAllowance()
    {
        var allowances = new Allowances<int>(1, Period, _time, most: 2);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(key => allowances.Take(key)));

        _time.Now += Period;

        Assert.Equal([true, true, true, false], Enumerable.Range(10, 4).Select(key => allowances.Take(key)));
    }
}
