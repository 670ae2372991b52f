using System.Net;
using System.Text;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>Orders of an operator that cannot be: each answer says what is wrong and the mend, and nothing happens.</summary>
public sealed class OperatorOrderTests
{
    private static readonly (string Path, string Body, HttpStatusCode Status, string Says)[] Impossible =
    [
        ("hosts/h-nobody/drain", "{}", HttpStatusCode.NotFound, "GET /operator/hosts lists them"),
        ("workspaces/ws-000000000/reboot", "{}", HttpStatusCode.NotFound, "GET /operator/search"),
        ("hosts", """{ "owner": "provider/us-east-1", "zone": "us-east-1x", "type": "general", "count": 1, "batch": "b" }""", HttpStatusCode.NotFound, "names owners and zones"),
        ("hosts", """{ "owner": "provider/us-east-1", "zone": "us-east-1a", "type": "huge", "count": 1, "batch": "b" }""", HttpStatusCode.BadRequest, "give general or gpu"),
        ("hosts", """{ "owner": "provider/us-east-1", "zone": "us-east-1a", "type": "general", "count": 0, "batch": "b" }""", HttpStatusCode.BadRequest, "give 1 to 100"),
        ("hosts", """{ "owner": "provider/us-east-1", "zone": "us-east-1a", "type": "general", "count": 1 }""", HttpStatusCode.BadRequest, "name the allocation"),
    ];

    [Fact]
    public async Task Orders_ThatCannotBe_AreRefusedWithTheMendAndChangeNothing()
    {
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        await Eventually.True(async () => (await silo.Hosts("")).Count == 2, "both hosts are shown");

        foreach (var (path, body, status, says) in Impossible)
            await Refuses(silo, path, new StringContent(body, Encoding.UTF8, "application/json"), status, says);
        var host = (await silo.Hosts(""))[0].Value;
        using var form = new FormUrlEncodedContent([]);
        await Refuses(silo, $"hosts/{host}/drain", form, HttpStatusCode.UnsupportedMediaType, "curl --json");

        Assert.Equal(2, (await silo.Hosts("state=AVAILABLE")).Count);
    }

    private static async Task Refuses(LiveSilo silo, string path, HttpContent body, HttpStatusCode status, string says)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(silo.Address, $"operator/{path}"), body, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
