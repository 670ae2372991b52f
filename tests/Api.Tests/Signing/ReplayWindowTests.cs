using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Api.Signing;

namespace DeskFleet.Api.Tests.Signing;

public sealed class ReplayWindowTests
{
    private readonly ManualTime _time = new();
    private readonly ReplayWindow _window;

    public ReplayWindowTests() => _window = new(new SystemFleetClock(_time), _time);

    [Fact]
    public void IdOf_TheSameSignature_IsTheSameOperation() => Assert.Equal(_window.IdOf("a"), _window.IdOf("a"));

    [Fact]
    public void IdOf_AnotherSignature_IsAnotherOperation() => Assert.NotEqual(_window.IdOf("a"), _window.IdOf("b"));

    [Fact]
    public void IdOf_NoSignature_IsAlwaysAnotherOperation() => Assert.NotEqual(_window.IdOf(null), _window.IdOf(null));

    [Fact]
    public void IdOf_LongerThanASignatureIsAccepted_IsForgotten()
    {
        var first = _window.IdOf("a");

        _time.Now += TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);

        Assert.NotEqual(first, _window.IdOf("a"));
    }

    [Fact]
    public void IdOf_MoreThanCanBeRemembered_IsRefusedUntilOldOnesAreForgotten()
    {
        for (var i = 0; i < ReplayWindow.MostRemembered; i++)
            Assert.NotNull(_window.IdOf($"{i}"));

        Assert.Null(_window.IdOf("one more"));
        _time.Now += TimeSpan.FromMinutes(11);
        Assert.NotNull(_window.IdOf("one more"));
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;
    }
}
