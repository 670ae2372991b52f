using System.Runtime.CompilerServices;

namespace DeskFleet.Silo.Tests.Hosting;

public sealed class CutOffTests
{
    /// <summary>As a silo ends that the others declare dead while it starts: each of its services was cancelled, and none has failed.</summary>
    [Fact]
    public void Start_ThatWasEndedFromOutside_IsCutOff() =>
        Assert.True(SiloHost.IsCutOff(new AggregateException(new TaskCanceledException(), Ended())));

    /// <summary>Only the runtime makes them.</summary>
    private static Exception Ended() => (Exception)RuntimeHelpers.GetUninitializedObject(typeof(OrleansLifecycleCanceledException));

    [Fact]
    public void Start_OfWhichOneServiceFailed_IsNot() =>
        Assert.False(SiloHost.IsCutOff(new AggregateException(new TaskCanceledException(), new InvalidOperationException("a port is in use"))));
}
