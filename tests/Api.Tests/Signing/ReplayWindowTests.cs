using DeskFleet.Api.Tests.Support;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Signing;
using NodaTime;

namespace DeskFleet.Api.Tests.Signing;

public sealed class ReplayWindowTests
{
    private readonly SteppedTime _time = new();
    private readonly ReplayWindow _window;

    public ReplayWindowTests() => _window = new(new SystemFleetClock(_time), _time);

    [Fact]
    public void Begin_TheSameSignatureAfterAChange_IsTheSameOperation() => Assert.Equal(Changes("ann", 1), Changes("ann", 1));

    [Fact]
    public void Begin_TheSameSignatureWhileItIsUnderWay_IsTheSameOperation()
    {
        var first = _window.Begin(Caller("ann", 1));

        Assert.Equal(first, _window.Begin(Caller("ann", 1)));
    }

    [Fact]
    public void Begin_AnotherSignatureOrCaller_IsAnotherOperation()
    {
        Assert.NotEqual(Changes("ann", 1), Changes("ann", 2));
        Assert.NotEqual(Changes("ann", 1), Changes("bob", 1));
    }

    [Fact]
    public void Begin_NoSignature_IsAlwaysAnotherOperation()
    {
        var unsigned = Caller("ann", 1) with { Signature = null };

        Assert.NotEqual(_window.Begin(unsigned), _window.Begin(unsigned));
    }

    /// <summary>Signed five minutes ahead of this machine's clock, it is accepted for ten.</summary>
    [Fact]
    public void Begin_AsLongAsTheSignatureIsAccepted_IsRemembered()
    {
        var ahead = Caller("ann", 1) with { SignedAt = Now + SignatureCheck.MaxSkew };
        var first = _window.Begin(ahead);
        _window.End(ahead, changedNothing: false);

        _time.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(first, _window.Begin(ahead));
        _window.End(ahead, changedNothing: true);

        _time.Now += TimeSpan.FromMinutes(2);
        Assert.NotEqual(first, _window.Begin(ahead));
    }

    [Fact]
    public void End_ThatChangedNothing_LeavesNoPlaceTaken()
    {
        for (var i = 0; i < ReplayWindow.PlacesOfACaller + 1; i++)
            Assert.NotNull(Refused("helpdesk", i));

        Assert.NotEqual(Refused("helpdesk", 1), Refused("helpdesk", 1));
    }

    /// <summary>Two requests under one signature: what one of them changed is remembered, whoever is answered last.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void End_OneOfTwoChangedSomething_IsRemembered(bool first, bool second)
    {
        var caller = Caller("ann", 1);
        var id = _window.Begin(caller);
        _window.Begin(caller);

        _window.End(caller, changedNothing: first);
        _window.End(caller, changedNothing: second);

        Assert.Equal(id, _window.Begin(caller));
    }

    [Fact]
    public void Begin_MoreThanACallersPlaces_IsRefusedToHimAloneUntilOldOnesAreForgotten()
    {
        for (var i = 0; i < ReplayWindow.PlacesOfACaller; i++)
            Assert.NotNull(Changes("ann", i));

        Assert.Null(_window.Begin(Caller("ann", -1)));
        Assert.NotNull(Changes("bob", 1));
        _time.Now += TimeSpan.FromMinutes(7);
        Assert.NotNull(Changes("ann", -1));
    }

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private OperationId? Changes(string name, int number) => Ended(Caller(name, number), changedNothing: false);

    private OperationId? Refused(string name, int number) => Ended(Caller(name, number), changedNothing: true);

    private OperationId? Ended(ApiCaller caller, bool changedNothing)
    {
        var id = _window.Begin(caller);
        _window.End(caller, changedNothing);
        return id;
    }

    private ApiCaller Caller(string name, int number) =>
        new(new("111122223333", "us-east-1"), name, []) { Signature = $"{number:x8}".PadLeft(32, '0').PadRight(64, 'f'), SignedAt = Now };
}
