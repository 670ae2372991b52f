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
    public void Queue_MoreThanAtOnce_ComeOneAPeriodAndMoveUp()
    {
        var allowances = new Allowances<string>(2, Period, _time);

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, Period, 2 * Period], Enumerable.Range(0, 4).Select(_ => allowances.Queue("a")));
        Assert.Equal(TimeSpan.Zero, allowances.Queue("b"));

        allowances.GiveBack("a");
        Assert.Equal(2 * Period, allowances.Queue("a"));
        _time.Now += 3 * Period;
        Assert.Equal(TimeSpan.Zero, allowances.Queue("a"));
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
