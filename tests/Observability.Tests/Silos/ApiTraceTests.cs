using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>A signed call of the HTTP API is one trace, from its client to the driver and back, also over what is delivered after the answer.</summary>
public sealed class ApiTraceTests
{
    private static readonly AccountId Account = new("111122223333", "us-east-1");

    private static readonly DirectoryId Directory = new("d-906770000a");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] OfALaunch =
    [
        "API CreateWorkspaces", "WorkSpace launch", "Directory leaseplace", "User claimuser", "Account leasequota", "HostPool proposehosts",
        "DedicatedHost reserveslot", "Directory confirmlease", "driver boot", "WorkSpace driverreported", "DedicatedHost startended",
    ];

    private static readonly string[] OfAStart =
    [
        "API StartWorkspaces", "WorkSpace start", "HostPool proposehosts", "DedicatedHost reserveslot", "driver resume", "WorkSpace driverreported",
        "DedicatedHost startended",
    ];

    [Fact]
    public async Task CreateAndStartWorkspaces_TracedByTheirClient_AreEachOneTraceToTheDriver()
    {
        using var access = new AccessFixture();
        using var receiver = new OtlpReceiver();
        using var silo = await LiveSilo.Start("--otlp", receiver.Address, "--trace-ratio", "0", "--access-file", access.Path);
        await silo.Fleet.SetUp();
        await silo.Fleet.Accept(Entity.Of(Account), new SetLimits(10, GraphicsMonthlyEnabled: false));
        await silo.Fleet.Accept(Entity.Of(Directory), new RegisterDirectory(Account, Fleet.ZoneA, Fleet.ZoneB, IsDedicated: false));

        var (launch, created) = await Call(silo, "CreateWorkspaces", new { Workspaces = new[] { Wanted } });
        var desktop = new WorkSpaceId(created.RootElement.GetProperty("PendingRequests")[0].GetProperty("WorkspaceId").GetString()!);
        await silo.Fleet.WaitFor(desktop, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        await silo.Fleet.Stop(desktop, new(Fleet.NewId()));
        await silo.Fleet.WaitFor(desktop, Lifecycle.Stopped, Patience, TestContext.Current.CancellationToken);
        var (start, _) = await Call(silo, "StartWorkspaces", new { StartWorkspaceRequests = new[] { new { WorkspaceId = desktop.Value } } });

        await IsOneTrace(receiver, launch, OfALaunch);
        await IsOneTrace(receiver, start, OfAStart);
    }

    [Fact]
    public async Task Requests_OfThoseWhoOnlyLook_AreNoSpans()
    {
        using var receiver = new OtlpReceiver();
        using var silo = await LiveSilo.Start("--otlp", receiver.Address, "--trace-ratio", "1");
        using var http = new HttpClient { BaseAddress = silo.Address };
        foreach (var path in new[] { "metrics", "health/live", "operator/hosts" })
            await http.GetStringAsync(path, TestContext.Current.CancellationToken);

        await silo.Fleet.SetUp();
        await Eventually.True(async () => (await silo.Hosts($"zone={Fleet.ZoneA}")).Count == 1, "the operator sees the hosts");
        await silo.Order("hosts", $$"""{ "owner": "{{Fleet.Provider}}", "zone": "{{Fleet.ZoneA}}", "type": "general", "count": 1, "batch": "one more" }"""); // its span comes after theirs

        await Eventually.True(() => receiver.Spans.Any(span => span.Name == "POST /operator/hosts"), "the span of the order");
        Assert.All(receiver.Spans, span => Assert.False(span.Name.StartsWith("GET", StringComparison.Ordinal) || span.Name.StartsWith("Microsoft", StringComparison.Ordinal), span.Name));
    }

    private static object Wanted => new
    {
        DirectoryId = Directory.Value,
        UserName = "ann",
        BundleId = Fleet.Standard.Id.Value,
        WorkspaceProperties = new { RunningMode = "AUTO_STOP" },
    };

    /// <summary>By a client that traces, as each .NET program does in whose name an activity is under way.</summary>
    private static async Task<(string Trace, JsonDocument Answer)> Call(LiveSilo silo, string operation, object body)
    {
        using var source = new ActivitySource("client of the API");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var http = new HttpClient { BaseAddress = silo.Address };
        using var activity = source.StartActivity(operation)!;
        using var request = Signer.Signed(silo.Address.ToString(), AccessFixture.Admin, WireService.WorkSpaces, operation, body);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, answer);
        return (activity.TraceId.ToHexString(), JsonDocument.Parse(answer));
    }

    /// <summary>All spans are there, and each but the API's own has its parent among them.</summary>
    private static async Task IsOneTrace(OtlpReceiver receiver, string trace, string[] expected)
    {
        await Eventually.True(() => expected.All(name => receiver.Has(trace, name)), $"one trace with {string.Join(", ", expected)}");
        await Eventually.True(() => Roots(receiver, trace) is [var root] && root == expected[0], $"all spans of the trace come from {expected[0]}");
    }

    private static List<string> Roots(OtlpReceiver receiver, string trace)
    {
        var spans = receiver.Spans.Where(span => span.TraceId == trace).ToList();
        return [.. spans.Where(span => spans.TrueForAll(other => other.SpanId != span.ParentId)).Select(span => span.Name)];
    }
}
