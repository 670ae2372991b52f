using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Catalog;

namespace DeskFleet.Api.Tests.Stories;

/// <summary>Suites with bundle ids of the real service run as they are.</summary>
public sealed class BundleAliasTests
{
    [Fact]
    [Trait("RulePart", "BUN-02")]
    public async Task Launch_OfAnAlias_IsOfTheBundleThatItStandsFor()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# of the suite\nwsb-clj85qzj1=wsb-performance\n\n", TestContext.Current.CancellationToken);
        using var silo = await ApiSilo.Start("--bundle-alias", "wsb-bh8rsxt14=wsb-standard", "--bundle-alias-file", file, "--any-bundle", "wsb-value000");
        var directory = await silo.NewDirectory();
        string[] ids = ["wsb-bh8rsxt14", "wsb-clj85qzj1", "wsb-0000000zz", "wsb-standardwithwindows10"];

        var created = (await silo.WorkSpaces("CreateWorkspaces", new
        {
            Workspaces = ids.Select((id, i) => new { DirectoryId = directory, UserName = $"user-{i}", BundleId = id }),
        })).Accepted().Body;
        var described = (await silo.WorkSpaces("DescribeWorkspaceBundles", new { BundleIds = ids })).Accepted().Body;

        Assert.Equal(
            ["wsb-standard", "wsb-performance", "wsb-value000", "wsb-standardwithwindows10"],
            created.GetProperty("PendingRequests").EnumerateArray().Select(desktop => desktop.GetProperty("BundleId").GetString()));
        Assert.Equal(ids.Order(StringComparer.Ordinal), described.GetProperty("Bundles").EnumerateArray().Select(bundle => bundle.GetProperty("BundleId").GetString()));
        File.Delete(file);
    }

    [Theory]
    [InlineData("wsb-bh8rsxt14", "", "--bundle-alias: 'wsb-bh8rsxt14' is no alias; give one such as wsb-bh8rsxt14=wsb-standard.")]
    [InlineData("wsb-a=wsb-standard;wsb-a=wsb-performance", "", "--bundle-alias: wsb-a is there twice; give each id once.")]
    [InlineData("wsb-a=wsb-nobody", "", "--bundle-alias: there is no public bundle wsb-nobody; give one of ")]
    [InlineData("", "wsb-nobody", "--any-bundle: there is no public bundle wsb-nobody; give one of ")]
    public void Aliases_ThatAreNone_AreToldWithTheMend(string aliases, string any, string fault) =>
        Assert.StartsWith(fault, Assert.Single(BundleAliases.Faults(aliases, "", any)), StringComparison.Ordinal);

    /// <summary>A region that cannot be read must not become another one.</summary>
    [Theory]
    [InlineData("AWS4-HMAC-SHA256 nothing", "IncompleteSignatureException")]
    [InlineData("AWS4-HMAC-SHA256 Credential=X/20260101/mars-north-1/workspaces/aws4_request, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000", "InvalidSignatureException")]
    public async Task Signature_ThatCannotBeRead_IsRefusedWhereNoneIsChecked(string authorization, string error)
    {
        using var silo = await ApiSilo.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "WorkspacesService.DescribeWorkspaces");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        Assert.Equal(error, (await silo.Send(request)).Error);
    }
}
