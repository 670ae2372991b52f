using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

/// <summary>What a caller calls a user is what is shown, and what cannot be a name is refused by name (QTA-01).</summary>
public sealed class UserNameTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    /// <summary>Also on databases, which refuse some characters by themselves and have indexes of their own.</summary>
    [Theory]
    [MemberData(nameof(StoreOfKind.All), MemberType = typeof(StoreOfKind))]
    [Trait("Rule", "QTA-01")]
    public async Task CreateWorkspaces_OfNamesOfAllKinds_ShowsThemAsGivenAndRefusesTheOthersEachByItself(StoreKind kind)
    {
        using var store = new StoreOfKind(kind, postgres);
        string[] possible = ["Jane.Doe", "ACME\\Ann", "a+b@Example.org", "a-b@example.org", "o'brien", "o-brien", "j\u00fcrgen", "j\u00f6rgen", "a{b", "a b", new('\u5c71', 63)];
        string[] impossible = ["  ", "an\0n", "ann\n", "j\ufffdrgen"];
        using var silo = await ApiSilo.StartIn(store.Environment, ["--insecure-local", "--instant", "--control", .. store.Arguments]);
        var directory = await silo.NewDirectory();
        // Half of a surrogate pair is no text: refused before anybody looks at the names.
        var lone = ApiSilo.Bytes($"{{\"Workspaces\":[{{\"DirectoryId\":\"{directory}\",\"UserName\":\"a\\ud800b\",\"BundleId\":\"wsb-standard\"}}]}}");
        Assert.Equal("SerializationException", (await silo.Send("WorkspacesService.CreateWorkspaces", lone)).Error);
        // The model has 63 characters.
        Assert.Equal("ValidationException", (await Create(silo, directory, new string('\u5c71', 64))).Error);

        var created = (await Create(silo, directory, [.. impossible, .. possible])).Accepted().Body;

        Assert.Equal(possible, Texts(created, "PendingRequests", "UserName"));
        var failed = created.GetProperty("FailedRequests").EnumerateArray().ToList();
        Assert.Equal(impossible, failed.Select(item => item.GetProperty("WorkspaceRequest").GetProperty("UserName").GetString()));
        Assert.All(failed, item => Assert.Equal("InvalidParameterValues", item.GetProperty("ErrorCode").GetString()));
        Assert.Contains("character 3 is the control character U+0000", failed[1].GetProperty("ErrorMessage").GetString(), StringComparison.Ordinal);
        foreach (var name in possible)
        {
            var described = (await silo.WorkSpaces("DescribeWorkspaces", new { DirectoryId = directory, UserName = name.ToUpperInvariant() })).Accepted().Body;
            Assert.Equal([name], Texts(described, "Workspaces", "UserName"));
        }

        // Nobody is called so, and it is no fault of the database to be asked.
        var looked = await silo.Call(WireService.CloudTrail, "LookupEvents", new { LookupAttributes = new[] { new { AttributeKey = "ResourceName", AttributeValue = "an\0n" } } });
        Assert.Equal(kind == StoreKind.Memory ? 400 : 200, looked.Status);
        // The list comes from the view, which a name that the database does not take would hold up for ever.
        await Eventually.Is(
            string.Join('|', possible.Order(StringComparer.Ordinal)),
            async () => string.Join('|', Texts((await silo.WorkSpaces("DescribeWorkspaces", new { DirectoryId = directory })).Accepted().Body, "Workspaces", "UserName").Order(StringComparer.Ordinal)),
            "the names in the list");
    }

    [Fact]
    [Trait("Rule", "QTA-01")]
    public async Task CreateWorkspaces_OfTheSamePersonInCapitals_IsRefusedAndNamesTheOneThatIsThere()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var id = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "Jane.Doe"))[0];

        var failed = (await Create(silo, directory, "jane.DOE")).Accepted().Body.GetProperty("FailedRequests")[0];

        Assert.Equal("ResourceExists.WorkSpace", failed.GetProperty("ErrorCode").GetString());
        Assert.Equal($"{directory}/jane.doe has {id} already; terminate it first.", failed.GetProperty("ErrorMessage").GetString());
        Assert.Equal("InvalidParameterValuesException", (await silo.WorkSpaces("DescribeWorkspaces", new { DirectoryId = directory, UserName = "an\0n" })).Error);
    }

    private static Task<Answer> Create(ApiSilo silo, string directory, params string[] users) => silo.WorkSpaces(
        "CreateWorkspaces", new { Workspaces = users.Select(user => new { DirectoryId = directory, UserName = user, BundleId = "wsb-standard" }) });

    private static IEnumerable<string?> Texts(JsonElement body, string list, string member) =>
        body.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(member).GetString());
}
