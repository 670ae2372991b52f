using System.Net;
using System.Text;
using System.Text.Json;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Durable.Tests.Trail;

/// <summary>Who did what, and why, is in the database: calls that change something, refusals, orders, control calls, the gateway's refusals.</summary>
public sealed class TrailTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Trail_OfEverybodyWhoOrders_SaysWhoAndWhyAndIsInTheBackup(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        using (var silo = await RunningSilo.Start(store, "--insecure-local", "--control"))
        {
            using var http = new HttpClient { BaseAddress = store.Url };
            await silo.Fleet.SetUp();
            Assert.Equal(HttpStatusCode.OK, await http.Call("CreateIpGroup", new { GroupName = "office" }));
            Assert.Equal(HttpStatusCode.OK, await http.Call("DescribeWorkspaces", new { }));
            Assert.Equal(HttpStatusCode.BadRequest, await http.Call("CreateIpGroup", new { Nonsense = true }));
            Assert.Equal(HttpStatusCode.OK, await http.Order("/control/limits", new { workSpaces = 7 }));
            Assert.Equal(HttpStatusCode.NotFound, await http.Order("/operator/hosts/h-nobody/drain", new { reason = "replaces a fan" }));
            Assert.Equal(HttpStatusCode.Unauthorized, await http.Order("/operator/hosts/h-nobody/drain", new { }, "evil.example.com"));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => silo.Backend.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetHosts());
            await Eventually.True(async () => (await Trail(http)).Any(line => line.Contains("gateway:", StringComparison.Ordinal)), "the gateway's refusal is in the trail");

            var trail = await Trail(http);
            foreach (var expected in Expected)
                Assert.Contains(trail, line => line.StartsWith(expected, StringComparison.Ordinal));
            Assert.DoesNotContain(trail, line => line.Contains("Describe", StringComparison.Ordinal));
            Assert.Equal(["asked", "ResourceNotFound"], (await Trail(http, "?resource=h-nobody")).Select(line => line.Split(' ')[2]));
            Assert.All(await Trail(http, "?caller=control:local"), line => Assert.StartsWith("control:local", line, StringComparison.Ordinal));
            Assert.Empty(await Trail(http, "?to=2020-01-01T00:00:00Z"));
            Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/operator/audit?from=yesterday", Cancellation)).StatusCode);
            Assert.Equal(trail.Count, (await http.GetStringAsync("/operator/audit/export", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            await store.BackUp();
            await silo.Kill();
        }

        await store.Restore();
        using var restored = await RunningSilo.Start(store, "--insecure-local");
        using var again = new HttpClient { BaseAddress = store.Url };
        Assert.Contains(await Trail(again), line => line.StartsWith("operator:local operator:drain asked", StringComparison.Ordinal));
        await restored.Kill();
    }

    private static readonly string[] Expected =
    [
        "local workspaces:CreateIpGroup asked",
        "local workspaces:CreateIpGroup accepted",
        "local workspaces:CreateIpGroup ValidationException",
        "control:local control:limits asked",
        "control:local control:limits accepted",
        "operator:local operator:drain asked replaces a fan",
        "operator:local operator:drain ResourceNotFound",
        "- POST /operator/hosts/h-nobody/drain MissingPassword",
        "- gateway:",
    ];

    /// <summary>The database takes no record of the trail: nothing is done, whoever asks, and he is told to ask again.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Change_ThatTheDatabaseCannotRecord_IsRefusedBeforeItIsMade(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        using var silo = await RunningSilo.Start(store, "--insecure-local", "--control");
        using var http = new HttpClient { BaseAddress = store.Url };
        await silo.Fleet.SetUp();
        var desktop = await silo.Fleet.LaunchOne("ann");
        await using var database = store.Open();
        await database.Execute("ALTER TABLE fleet_audit RENAME TO fleet_audit_away");

        var refused = await http.Answer("CreateIpGroup", new { GroupName = "office" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("ServiceUnavailableException", (await Json(refused)).GetProperty("__type").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await http.Order("/control/limits", new { workSpaces = 7 }));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await http.Order($"/operator/workspaces/{desktop}/stop", new { }));
        Assert.Empty(await Groups(http));
        Assert.Equal(Core.WorkSpaces.Lifecycle.Available, (await silo.Fleet.Describe(desktop))!.State);

        await database.Execute("ALTER TABLE fleet_audit_away RENAME TO fleet_audit");

        await Eventually.True(async () => await http.Call("CreateIpGroup", new { GroupName = "office" }) == HttpStatusCode.OK, "the change is made once it can be recorded");
        await silo.Kill();
    }

    /// <summary>The file's disk is full, the records' is not.</summary>
    [Fact]
    public async Task Change_ThatTheFileCannotRecord_IsRefusedBeforeItIsMadeAndNoLineIsHalf()
    {
        using var disk = await SmallDisk.Mount(megabytes: 1);
        var audit = Path.Combine(disk.Folder, "audit.jsonl");
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store, "--insecure-local", "--control", "--audit-file", audit);
        using var http = new HttpClient { BaseAddress = store.Url };
        disk.Fill();
        // What is left of the file's last page takes a line or two.
        var refused = HttpStatusCode.OK;
        var made = 0;
        while ((refused = await http.Call("CreateIpGroup", new { GroupName = $"group-{made}" })) == HttpStatusCode.OK)
            made++;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Equal(made, (await Groups(http)).Count);

        disk.MakeRoom();
        Assert.Equal(HttpStatusCode.OK, await http.Call("CreateIpGroup", new { GroupName = "office" }));
        Assert.Contains("office", await Groups(http));

        await silo.Kill();
        Assert.All(await File.ReadAllLinesAsync(audit, Cancellation), line => JsonDocument.Parse(line));
        Assert.Contains(await File.ReadAllLinesAsync(audit, Cancellation), line => line.Contains("CreateIpGroup", StringComparison.Ordinal) && line.Contains("accepted", StringComparison.Ordinal));
    }

    private static async Task<List<string>> Groups(HttpClient http) =>
        [.. (await Json(await http.Answer("DescribeIpGroups", new { }))).GetProperty("Result").EnumerateArray().Select(group => group.GetProperty("groupName").GetString()!)];

    /// <summary>Who, what and how it ended of each record, in the order of the trail.</summary>
    private static async Task<List<string>> Trail(HttpClient http, string query = "")
    {
        using var json = JsonDocument.Parse(await http.GetStringAsync($"/operator/audit{query}", Cancellation));
        return [.. json.RootElement.GetProperty("records").EnumerateArray().Select(record =>
            $"{Text(record, "caller") ?? "-"} {Text(record, "action")} {Text(record, "outcome")} {Text(record, "reason")}")];
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
}

/// <summary>Calls and orders as programs on the silo's machine send them.</summary>
internal static class LocalCalls
{
    public static async Task<HttpResponseMessage> Answer(this HttpClient http, string operation, object request)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request)) { Headers = { ContentType = new("application/x-amz-json-1.1") } };
        using var call = new HttpRequestMessage(HttpMethod.Post, "/") { Content = body, Headers = { { "X-Amz-Target", $"WorkspacesService.{operation}" } } };
        return await http.SendAsync(call, TestContext.Current.CancellationToken);
    }

    public static async Task<HttpStatusCode> Call(this HttpClient http, string operation, object request) => (await http.Answer(operation, request)).StatusCode;

    public static async Task<HttpStatusCode> Order(this HttpClient http, string path, object order, string? host = null)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(order), Encoding.UTF8, "application/json"),
            Headers = { Host = host },
        };
        using var answer = await http.SendAsync(call, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
