using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Listing;

public sealed class PagingTests(Endpoint.SharedSilo shared) : IClassFixture<Endpoint.SharedSilo>
{
    private const int Staying = 60;

    private readonly ApiSilo _silo = shared.Silo;

    /// <summary>Those that are there all the while come exactly once, whoever comes and goes between the pages.</summary>
    [Fact]
    public async Task DescribeWorkspaces_WhileOthersComeAndGo_GivesEachExactlyOnce()
    {
        var directory = await _silo.NewDirectory();
        var staying = await _silo.Launch(directory, "wsb-standard", "AUTO_STOP", Users("stays", Staying));
        var going = await _silo.Launch(directory, "wsb-standard", "AUTO_STOP", Users("goes", 20));
        await Eventually.Is(Staying + going.Length, async () => (await List(directory, 25, null)).Count, "the number listed");
        var gone = 0;

        var seen = await List(directory, 7, async page =>
        {
            await _silo.Launch(directory, "wsb-standard", "AUTO_STOP", $"comes-{page}");
            if (gone < going.Length)
                (await _silo.WorkSpaces("TerminateWorkspaces", new { TerminateWorkspaceRequests = new[] { new { WorkspaceId = going[gone++] } } })).Accepted();
        });

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(staying.Except(seen));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("not base64 !")]
    [InlineData("d29ya3NwYWNlcyAgCndzLTEyMzQ1Njc4OTA")]
    public async Task DescribeWorkspaces_TokenOfAnotherList_IsRefused(string token)
    {
        var answer = await _silo.WorkSpaces("DescribeWorkspaces", new { DirectoryId = "d-0123456789", NextToken = token });

        Assert.Equal("InvalidParameterValuesException", answer.Error);
    }

    private static string[] Users(string name, int number) => [.. Enumerable.Range(0, number).Select(i => $"{name}-{i}")];

    private async Task<List<string>> List(string directory, int limit, Func<int, Task>? betweenPages)
    {
        var seen = new List<string>();
        string? token = null;
        for (var page = 0; page == 0 || token is not null; page++)
        {
            var answer = (await _silo.WorkSpaces("DescribeWorkspaces", token is null
                ? new { DirectoryId = directory, Limit = limit }
                : (object)new { DirectoryId = directory, Limit = limit, NextToken = token })).Accepted().Body;
            seen.AddRange(answer.GetProperty("Workspaces").EnumerateArray().Select(item => item.GetProperty("WorkspaceId").GetString()!));
            token = answer.TryGetProperty("NextToken", out var next) ? next.GetString() : null;
            await (betweenPages?.Invoke(page) ?? Task.CompletedTask);
        }

        return seen;
    }
}
