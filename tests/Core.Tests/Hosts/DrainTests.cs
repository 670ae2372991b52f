using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Hosts;

/// <summary>A drain ends, or is reminded of (PLC-07).</summary>
public sealed class DrainTests
{
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Drain_WithAnEnd_TakesDesktopsAgainByItself()
    {
        var host = Host();
        host.Send(new DrainHost { Until = host.Now + Duration.FromHours(2) });
        Assert.Equal(host.Now + Duration.FromHours(2), host.Record.Deadline);

        host.After(Duration.FromHours(2) - Duration.Epsilon).Send(new Wake());
        Assert.Equal(HostStatus.Draining, host.State.Status);
        host.After(Duration.Epsilon).Send(new Wake());

        Assert.Equal((HostStatus.Available, null, null), (host.State.Status, host.State.DrainUntil, host.Record.Deadline));
        Assert.True(host.Owed.OfType<HostNews>().Last().View.Open);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Drain_Again_ChangesItsEndAndNotItsAge()
    {
        var host = Host();
        var began = host.Now;
        host.Send(new DrainHost());
        host.After(Duration.FromHours(1)).Send(new DrainHost { Until = host.Now + Duration.FromHours(2) });

        Assert.Equal((began, began + Duration.FromHours(3)), (host.State.MarkedAt, host.State.DrainUntil));
        var same = host.Record;
        host.Send(new DrainHost { Until = began + Duration.FromHours(3) });
        Assert.Same(same, host.Record);
    }

    [Fact]
    public void Drain_UntilWhatIsOver_IsRefused()
    {
        var host = Host();

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(host.Send(new DrainHost { Until = host.Now })).Code);

        Assert.Equal(HostStatus.Available, host.State.Status);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Drain_WithoutAnEnd_IsForgottenAfterADay()
    {
        var host = Host();
        host.Send(new DrainHost());
        var began = host.Now;

        Assert.False(host.State.IsDrainForgotten(began + HostState.DrainReminder - Duration.Epsilon));
        Assert.True(host.State.IsDrainForgotten(began + HostState.DrainReminder));
        host.Send(new DrainHost { Until = began + Duration.FromDays(5) });
        Assert.False(host.State.IsDrainForgotten(began + HostState.DrainReminder));
        host.Send(new ReturnHost());
        Assert.False(host.State.IsDrainForgotten(began + Duration.FromDays(9)));
    }

    private static SingleEntity<HostState, DedicatedHost> Host()
    {
        var host = new SingleEntity<HostState, DedicatedHost>(Names.HostOne.Value);
        host.Send(new RegisterHost(Names.PoolA, HostType.General));
        return host;
    }
}
