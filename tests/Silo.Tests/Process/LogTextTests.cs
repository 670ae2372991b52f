using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DeskFleet.Silo.Logging;

namespace DeskFleet.Silo.Tests.Process;

/// <summary>What the death of another silo throws is told by its sentences; a fault of this one with where it was thrown.</summary>
public sealed class LogTextTests
{
    [Fact]
    public void Of_AConnectionThatIsGone_IsItsSentences()
    {
        var gone = Thrown(new IOException("The connection ended.", new SocketException((int)SocketError.ConnectionReset)), "DeskFleet.Somewhere");

        Assert.StartsWith("IOException: The connection ended. <- SocketException: ", LogText.Of(gone), StringComparison.Ordinal);
        Assert.DoesNotContain("at DeskFleet.", LogText.Of(gone), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AProbeWithoutAnAnswer_IsItsSentences()
    {
        var unanswered = Thrown(new TaskCanceledException("A task was canceled."), "Orleans.Runtime.MembershipService.SiloHealthMonitor.ProbeDirectly()");

        Assert.Equal(
            "OperationCanceledException: The ping attempt was cancelled. <- TaskCanceledException: A task was canceled.",
            LogText.Of(new OperationCanceledException("The ping attempt was cancelled.", unanswered)));
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(InvalidOperationException))]
    public void Of_AnythingElse_SaysWhereItWasThrown(Type type) =>
        Assert.Contains("at DeskFleet.Somewhere", LogText.Of(Thrown((Exception)Activator.CreateInstance(type)!, "DeskFleet.Somewhere()")), StringComparison.Ordinal);

    private static Exception Thrown(Exception exception, string place) => ExceptionDispatchInfo.SetRemoteStackTrace(exception, $"   at {place}");

    /// <summary>The host gathers what its services threw.</summary>
    [Fact]
    public void Of_AStartThatWasCutOff_IsItsSentences()
    {
        var ended = (Exception)RuntimeHelpers.GetUninitializedObject(typeof(OrleansLifecycleCanceledException));

        var told = LogText.Of(Thrown(new AggregateException(Thrown(new TaskCanceledException("A task was canceled."), "DeskFleet.Somewhere()"), ended), "DeskFleet.Host()"));

        Assert.DoesNotContain("at DeskFleet.", told, StringComparison.Ordinal);
        Assert.Contains("TaskCanceledException: A task was canceled. <- OrleansLifecycleCanceledException", told, StringComparison.Ordinal);
    }
}
