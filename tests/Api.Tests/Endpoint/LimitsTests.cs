using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Endpoint;

public sealed class LimitsTests
{
    private const string Standard = "wsb-standard";
    private const int Batch = 25;

    [Fact]
    public async Task Call_MoreThanTheRate_IsThrottledAndLaterAnswered()
    {
        using var silo = await ApiSilo.Start("--api-rate", "10");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => silo.WorkSpaces("DescribeAccountModifications", new { })));

        Assert.Contains(answers, answer => answer.Error == "ThrottlingException");
        Assert.All(answers.Where(answer => answer.Error == "ThrottlingException"), answer => Assert.Equal(400, answer.Status));
        await Eventually.True(async () => (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error is null, "the caller is answered again");
    }

    [Fact]
    public async Task Call_WhileAsManyAsMayAreUnderWay_IsThrottledUntilOneIsAnswered()
    {
        using var silo = await ApiSilo.Start("--api-at-once", "1");
        var directory = await silo.NewDirectory();

        await Eventually.True(
            async () => (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Launches(silo, directory)))).Any(answer => answer.Error == "ThrottlingException"),
            "the one place is taken");

        await Eventually.True(async () => (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error is null, "the place is free again");
    }

    /// <summary>One caller keeps as many changes under way as he can; another one is answered all the time.</summary>
    [Fact]
    public async Task Caller_WhoTakesAllHeCan_LeavesOthersTheirShare()
    {
        using var access = new AccessFixture();
        // Everybody's share is one place: whoever goes on at once after an answer finds it free again.
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control", "--api-at-once", "2", "--api-rate", "100000");
        await silo.Control("limits", new { workSpaces = 100_000, account = "111122223333" });
        var directory = (await Ask(silo, AccessFixture.Admin, WireService.DirectoryService, "CreateDirectory", new
        {
            Name = "corp.example.com",
            Password = "Secret-123456",
            Size = "Small",
            VpcSettings = new { VpcId = "vpc-12345678", SubnetIds = new[] { "subnet-aaaaaaaa", "subnet-bbbbbbbb" } },
        })).Accepted().Body.GetProperty("DirectoryId").GetString()!;
        (await Ask(silo, AccessFixture.Admin, WireService.WorkSpaces, "RegisterWorkspaceDirectory", new { DirectoryId = directory })).Accepted();
        using var enough = new CancellationTokenSource();
        var throttled = 0;
        var busy = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var answer = await Ask(silo, AccessFixture.Admin, WireService.WorkSpaces, "CreateWorkspaces", Launch(directory));
                if (answer.Error == "ThrottlingException")
                    Interlocked.Increment(ref throttled);
            }
        })).ToList();
        await Eventually.True(() => Task.FromResult(Volatile.Read(ref throttled) > 0), "the busy caller has his share");

        for (var call = 0; call < 200; call++)
            (await Ask(silo, AccessFixture.Reader, WireService.WorkSpaces, "DescribeWorkspaces", new { })).Accepted();

        await enough.CancelAsync();
        await Task.WhenAll(busy);
    }

    private static Task<Answer> Launches(ApiSilo silo, string directory) => silo.WorkSpaces("CreateWorkspaces", Launch(directory));

    private static object Launch(string directory) => new
    {
        Workspaces = Enumerable.Range(0, Batch).Select(_ => new { DirectoryId = directory, UserName = $"u{Guid.NewGuid():N}"[..20], BundleId = Standard }),
    };

    private static async Task<Answer> Ask(ApiSilo silo, string key, WireService service, string operation, object body)
    {
        using var request = Signer.Signed(silo.Url, key, service, operation, body);
        return await silo.Send(request);
    }
}
