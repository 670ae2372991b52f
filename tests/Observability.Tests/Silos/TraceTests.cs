using System.Diagnostics;
using System.Text.RegularExpressions;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>One launch is one trace, from the backend to the driver and back, also over what is delivered after the answer.</summary>
public sealed class TraceTests
{
    private static readonly string[] Expected =
    [
        "WorkSpace launch", "Directory leaseplace", "User claimuser", "Account leasequota", "HostPool proposehosts", "DedicatedHost reserveslot",
        "Directory confirmlease", "driver boot", "WorkSpace driverreported", "DedicatedHost startended",
    ];

    [Fact]
    public async Task Launch_TracedByItsBackend_IsOneTraceToTheDriver()
    {
        using var receiver = new OtlpReceiver();
        using var silo = await LiveSilo.Start("--otlp", receiver.Address, "--trace-ratio", "0");
        await silo.Fleet.SetUp();

        string trace;
        using (var source = new ActivitySource("backend"))
        using (var listener = new ActivityListener { ShouldListenTo = it => it.Name == "backend", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded })
        {
            ActivitySource.AddActivityListener(listener);
            using var activity = source.StartActivity("launch for ann")!;
            trace = activity.TraceId.ToHexString();
            await silo.Fleet.LaunchOne("ann");
        }

        await Eventually.True(
            () => Expected.All(name => receiver.Has(trace, name)),
            $"one trace with {string.Join(", ", Expected)}");
        Assert.All(receiver.Spans, span => Assert.Equal(trace, span.TraceId));
        Assert.DoesNotContain(receiver.Spans, span => span.Name.Contains("IEntityGrain", StringComparison.Ordinal));
        await Eventually.True(() => silo.Output.Any(line => line.Contains(trace, StringComparison.Ordinal)), "a log line with the trace's id");
        await ExemplarLeadsTo(silo, receiver, trace);
    }

    private static async Task ExemplarLeadsTo(LiveSilo silo, OtlpReceiver receiver, string trace)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(silo.Address, "metrics"), TestContext.Current.CancellationToken);
        var exemplar = Regex.Match(metrics, $$"""deskfleet_operation_duration_seconds_bucket\{.*operation="launch".* # \{trace_id="{{trace}}",span_id="(\w+)"\}""");

        Assert.True(exemplar.Success, "No exemplar of the launch.");
        Assert.Contains(receiver.Spans, span => span.SpanId == exemplar.Groups[1].Value);
    }
}
