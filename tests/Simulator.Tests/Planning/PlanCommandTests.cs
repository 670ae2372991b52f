using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Planning;

public sealed class PlanCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_OrdinaryCompany_SaysTheNumberAsSentenceAndJson()
    {
        var scenario = Repository.Scenario("ordinary-company.yaml");

        var people = await SimulatorProcess.Run("plan", scenario, "--seeds", "2", "--verify", "0", "-q");
        var machines = await SimulatorProcess.Run("plan", scenario, "--seeds", "2", "--verify", "0", "-q", "--json");

        Assert.Equal((0, ""), (people.ExitCode, people.Error));
        Assert.StartsWith("ordinary-company needs 3 hosts in each of eu-central-1a and eu-central-1b", people.Output, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(machines.Output);
        Assert.Equal(3, answer.RootElement.GetProperty("plan").GetProperty("hosts").GetInt32());
    }

    [Fact]
    public async Task Plan_NoNumberIsEnough_Exits1AndSaysWhatMisses()
    {
        var ended = await SimulatorProcess.Run("plan", Repository.Scenario("ordinary-company.yaml"), "--max-hosts", "2", "--seeds", "1", "-q");

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("No plan: with up to 2 hosts", ended.Output, StringComparison.Ordinal);
        Assert.Contains("vCPU", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>The scenario's own demands are what is planned for, instead of the usual ones.</summary>
    [Fact]
    public async Task Plan_ScenarioWithThresholds_HasThemAsTargets()
    {
        var starter = Repository.Scenario("../Scenarios/starter.yaml");

        var ended = await SimulatorProcess.Run("plan", starter, "--seeds", "2", "--verify", "0", "-q", "--json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using var answer = JsonDocument.Parse(ended.Output);
        var plan = answer.RootElement.GetProperty("plan");
        Assert.Equal(
            ["refused for capacity <= 0.1 % of launches and sign-ins", "resume wait p99 <= 300 s", "sessions.opened.rate >= 99 %", "zone.skew.max <= 5 %"],
            plan.GetProperty("targets").EnumerateArray().Select(target => target.GetString()));
        Assert.True(plan.GetProperty("oneFewerFails").GetBoolean() && plan.GetProperty("nextHolds").GetBoolean());
    }

    /// <summary>No number of hosts keeps people from going home: the answer says which demand misses, and by how much.</summary>
    [Fact]
    public async Task Plan_ThresholdThatHostsCannotMend_SaysWhichMissesByHowMuch()
    {
        var text = await File.ReadAllTextAsync(Repository.Scenario("../Scenarios/starter.yaml"));
        var path = _folder.Write("strict.yaml", text.Replace("zone.skew.max: <= 5 %", "autoStops: <= 10", StringComparison.Ordinal));

        var ended = await SimulatorProcess.Run("plan", path, "--seeds", "1", "--verify", "0", "-q");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        Assert.Matches("^No plan: .* a threshold binds: autoStops is [0-9]+ where <= 10 is demanded, with [0-9]+ hosts in each AZ, seed 1", ended.Output.ReplaceLineEndings(" "));
    }

    /// <summary>Those who join by the end of the run need hosts, too.</summary>
    [Fact]
    public async Task Plan_GroupThatGrows_CountsThoseWhoJoin()
    {
        var text = await File.ReadAllTextAsync(Repository.Scenario("../Scenarios/starter.yaml"));
        var path = _folder.Write("growing.yaml", text
            .Replace("quota: 100", "quota: 400", StringComparison.Ordinal)
            .Replace("users: 80", "users: 80\n    growth: { perWeek: 300 }", StringComparison.Ordinal));

        var ended = await SimulatorProcess.Run("plan", path, "--seeds", "1", "--verify", "0", "-q", "--json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using var answer = JsonDocument.Parse(ended.Output);
        Assert.InRange(answer.RootElement.GetProperty("plan").GetProperty("hosts").GetInt32(), 3, 8);
    }

    [Theory]
    [InlineData("ten-thousand.yaml", "directories: No directory is dedicated")]
    [InlineData("no-such-file.yaml", "no-such-file.yaml")]
    public async Task Plan_ScenarioThatDoesNotSuit_Exits2WithThePlace(string scenario, string said)
    {
        var ended = await SimulatorProcess.Run("plan", Repository.Scenario(scenario));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SeveralHostTypesInAZone_IsANamedFault()
    {
        var path = _folder.Write("mixed.yaml", ScenarioText.Valid.Replace("directories:", "  - zone: eu-central-1b\n    type: big\n    count: 1\ndirectories:", StringComparison.Ordinal)
            .Replace("hosts:\n", "  - name: big\n    vCpu: 160\n    memory: 640 GiB\nhosts:\n", StringComparison.Ordinal));

        var ended = await SimulatorProcess.Run("plan", path);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("hosts: eu-central-1b has hosts of several types (general, big); say which to count with --host-type", ended.Error, StringComparison.Ordinal);
    }

    private const string AllFleets = "example-company/eu-central-1, example-company/us-east-1, subsidiary/eu-central-1";

    [Theory]
    [InlineData("", "fleets: Here are 3 fleets, and a plan counts the hosts of one; say which: --fleet with one of " + AllFleets + ".")]
    [InlineData("--fleet example-company", "fleets: \"example-company\" means example-company/eu-central-1 and example-company/us-east-1; give --fleet one of them.")]
    [InlineData("--fleet subsidary/eu-central-1", "There is no fleet \"subsidary/eu-central-1\"; give --fleet one of " + AllFleets + ". Did you mean \"subsidiary/eu-central-1\"?")]
    [InlineData("--fleet subsidiary", "directories: No directory is dedicated")]
    [InlineData("--fleet example-company/eu-central-1", "hosts: eu-central-1b has hosts of several types (general, old); say which to count with --host-type")]
    [InlineData("--fleet us-east-1 --host-type old", "The account has no hosts of type \"old\" to count; give --host-type one of general.")]
    public async Task Plan_FleetOrTypeUnclear_Exits2AndSaysWhatToGive(string options, string said)
    {
        var ended = await SimulatorHere.Run(["plan", Repository.Scenario("two-regions.yaml"), "-q", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_FleetTypeAndZones_AreThoseThatWereAsked()
    {
        var state = _folder.Missing("plan.jsonl");
        string[] command = ["plan", Repository.Scenario("two-regions.yaml"), "--fleet", "example-company/eu-central-1", "--host-type", "general", "--per-zone", "--seeds", "1", "--verify", "0", "-q", "--state", state];

        var people = await SimulatorHere.Run(command);
        var machines = await SimulatorHere.Run([.. command, "--json"]);

        Assert.Equal((0, ""), (people.ExitCode, people.Error));
        Assert.StartsWith("two-regions, example-company in eu-central-1, needs ", people.Output, StringComparison.Ordinal);
        Assert.Contains("2 old in eu-central-1b", people.Output, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(machines.Output);
        var plan = answer.RootElement.GetProperty("plan");
        var zones = plan.GetProperty("byZone").EnumerateArray().Select(zone => zone.GetProperty("hosts").GetInt32()).ToList();
        Assert.True(zones is [1, 1], machines.Output);
        Assert.Equal(0, plan.GetProperty("runs").GetInt32());
    }

    [Theory]
    [InlineData("--max-wait-p99", "soon")]
    [InlineData("--max-wait-p99", "0s")]
    [InlineData("--max-refusals", "-1")]
    [InlineData("--seeds", "0")]
    [InlineData("--survive", "everything")]
    [InlineData("--max-hosts", "0")]
    public async Task Plan_BadOption_Exits2WithoutStackTrace(params string[] option)
    {
        var ended = await SimulatorProcess.Run(["plan", Repository.Scenario("ordinary-company.yaml"), .. option]);

        Assert.Equal(2, ended.ExitCode);
        Assert.NotEqual("", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_Interrupted_SaysWhatIsKnownMarkedPartial()
    {
        var isTold = false;

        var ended = await SimulatorProcess.Run(
            ["plan", Repository.Scenario("ordinary-company.yaml"), "--seeds", "200"],
            (process, _) =>
            {
                if (!isTold)
                    Process.Start("sh", ["-c", $"kill -INT {process.Id}"]);
                isTold = true;
            });

        Assert.Equal(130, ended.ExitCode);
        Assert.StartsWith("PARTIAL: interrupted", ended.Output, StringComparison.Ordinal);
    }
}
