using DeskFleet.Contracts;

namespace DeskFleet.Silo.Tests.Messages;

/// <summary>Which way into the fleet a call takes.</summary>
public sealed class FleetRoutesTests
{
    private readonly ManualTime _time = new();
    private readonly FleetRoutes _routes;
    private readonly Route _one = new(null!);
    private readonly Route _two = new(null!);

    public FleetRoutesTests()
    {
        _routes = new(null!, _time);
        _routes.Add(_one);
        _routes.Add(_two);
    }

    [Fact]
    public void Suspected_IsLeftAloneAndThenTriedByOneCallOnly()
    {
        _routes.Suspect(_one);
        Assert.All(Next(6), route => Assert.Same(_two, route));

        _time.Advance(FleetRoutes.Rest);

        Assert.Single(Next(6), _one);
    }

    [Fact]
    public void Suspected_WhoseTrialIsAnswered_IsTrustedAgain()
    {
        _routes.Suspect(_one);
        _time.Advance(FleetRoutes.Rest);

        _routes.Answered(_one, _time.GetTimestamp());

        Assert.Equal(3, Next(6).Count(route => route == _one));
    }

    /// <summary>What went out before it stood still may be answered long after everybody has noticed.</summary>
    [Fact]
    public void Suspected_WhoAnswersACallOfBefore_IsLeftAloneAllTheSame()
    {
        var before = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        _routes.Suspect(_one);

        _routes.Answered(_one, before);

        Assert.All(Next(6), route => Assert.Same(_two, route));
    }

    [Fact]
    public void AllSuspected_AreTakenInTurn()
    {
        _routes.Suspect(_one);
        _routes.Suspect(_two);

        Assert.Equal(3, Next(6).Count(route => route == _one));
    }

    [Fact]
    public void None_IsTheClientThatChoosesByItself() => Assert.NotNull(new FleetRoutes(null!, _time).Next([]));

    private List<Route> Next(int calls) => [.. Enumerable.Range(0, calls).Select(_ => _routes.Next([]))];

    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
