using DeskFleet.Api.Tests.Support;

namespace DeskFleet.Api.Tests.Endpoint;

public sealed class LimitsTests
{
    [Fact]
    public async Task Call_MoreThanTheRate_IsThrottledAndLaterAnswered()
    {
        using var silo = await ApiSilo.Start("--api-rate", "10");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => silo.WorkSpaces("DescribeAccountModifications", new { })));

        Assert.Contains(answers, answer => answer.Error == "ThrottlingException");
        Assert.All(answers.Where(answer => answer.Error == "ThrottlingException"), answer => Assert.Equal(400, answer.Status));
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.NotEqual("ThrottlingException", (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error);
    }
}
