using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Endpoint;

/// <summary>A test suite resets between its tests: when the answer is there nothing of before is, and the port never closes.</summary>
public sealed class ResetTests
{
    private const int Resets = 20;

    [Fact]
    public async Task Reset_TwentyInARow_EachLeavesNothingAndTheConnectionStaysOpen()
    {
        using var silo = await ApiSilo.Start();
        using var wire = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await wire.ConnectAsync(new DnsEndPoint("127.0.0.1", new Uri(silo.Url).Port), TestContext.Current.CancellationToken);

        for (var reset = 0; reset < Resets; reset++)
        {
            var ids = await Furnish(silo);
            var answer = await silo.Http.PostAsJsonAsync("/control/reset", new { }, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await AssertEmpty(silo, ids);
        }

        Assert.False(wire.Poll(0, SelectMode.SelectRead), "The connection that was there before the first reset has been closed.");
        Assert.Single(silo.Output, line => line.Contains("DeskFleet listens", StringComparison.Ordinal));
    }

    /// <summary>Whoever is in the middle of a call is answered: as it was before, as it is after, or that nobody knows.</summary>
    [Fact]
    public async Task Reset_WhileManyCall_EveryoneGetsAProperAnswer()
    {
        using var silo = await ApiSilo.Start();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(number => CallOn(silo, number, stop.Token)).ToList();

        for (var reset = 0; reset < Resets; reset++)
        {
            await silo.Control("reset", new { });
            await Task.Yield();
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(callers)).SelectMany(answered => answered).ToList();
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 400 or 503, $"{answer}"));
        Assert.Contains(answers, answer => answer.Status == 200);
        await silo.Control("reset", new { });
        await AssertEmpty(silo, []);
    }

    [Fact]
    public async Task Reset_AClockThatWasMoved_IsBackAndDeadlinesWorkAsBefore()
    {
        using var silo = await ApiSilo.Start();
        var before = await Now(silo);
        await silo.Advance(TimeSpan.FromDays(30));

        await silo.Control("reset", new { });

        Assert.True(await Now(silo) < before.AddDays(1));
        var directory = await silo.NewDirectory();
        var id = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        await silo.Becomes(id, "AVAILABLE");
        await silo.Advance(TimeSpan.FromMinutes(61));
        await silo.Becomes(id, "STOPPED");
    }

    [Fact]
    public async Task Reset_Figures_AreOfTheNewFleet()
    {
        using var silo = await ApiSilo.Start();
        await Furnish(silo);
        await Eventually.True(async () => (await Desktops(silo)) > 0, "the figures show the desktops");

        await silo.Control("reset", new { });

        Assert.Equal(0, await Desktops(silo));
    }

    private static async Task<IReadOnlyList<Answer>> CallOn(ApiSilo silo, int number, CancellationToken stop)
    {
        var answers = new List<Answer>();
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var directory = $"d-{number:d5}{turn:d5}";
            answers.Add(await silo.WorkSpaces("RegisterWorkspaceDirectory", new { DirectoryId = directory }));
            answers.Add(await silo.WorkSpaces("CreateWorkspaces", new
            {
                Workspaces = new[] { new { DirectoryId = directory, UserName = "ann", BundleId = "wsb-standard" } },
            }));
            answers.Add(await silo.WorkSpaces("DescribeWorkspaces", new { DirectoryId = directory }));
        }

        return answers;
    }

    /// <summary>Something of each kind; the ids of the WorkSpaces.</summary>
    private static async Task<string[]> Furnish(ApiSilo silo)
    {
        var directory = await silo.NewDirectory();
        (await silo.WorkSpaces("CreateIpGroup", new { GroupName = "office" })).Accepted();
        return await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann", "bob");
    }

    private static async Task AssertEmpty(ApiSilo silo, string[] ids)
    {
        Assert.Empty((await silo.WorkSpaces("DescribeWorkspaces", new { })).Accepted().Body.GetProperty("Workspaces").EnumerateArray());
        Assert.Empty((await silo.WorkSpaces("DescribeWorkspaceDirectories", new { })).Accepted().Body.GetProperty("Directories").EnumerateArray());
        Assert.Empty((await silo.WorkSpaces("DescribeIpGroups", new { })).Accepted().Body.GetProperty("Result").EnumerateArray());
        foreach (var id in ids)
            Assert.Null(await silo.StateOf(id));
    }

    private static async Task<DateTimeOffset> Now(ApiSilo silo)
    {
        var clock = await silo.Http.GetFromJsonAsync<Dictionary<string, string>>("/control/clock", TestContext.Current.CancellationToken);
        return DateTimeOffset.Parse(clock!["now"], null);
    }

    private static async Task<double> Desktops(ApiSilo silo)
    {
        var text = await silo.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith("deskfleet_workspaces{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
