using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>What people write in good faith: anchors, bounds without quotes, a slip of the keyboard.</summary>
public sealed class YamlComfortTests
{
    [Fact]
    public void Read_AnchorsAndAliases_StandForTheirValues()
    {
        var anchored = ScenarioText.With("sessions:\n      attendance: 90 %", "sessions: &usual\n      attendance: 90 %")
            .Replace("mode: AlwaysOn", "mode: AlwaysOn\n    sessions: { <<: *usual, perDay: 2 }", StringComparison.Ordinal);

        var groups = ScenarioText.Sound(anchored).Groups;

        Assert.Equal(groups[0].Sessions with { PerDay = 2 }, groups[1].Sessions);
        Assert.Equal(groups[0].Sessions, ScenarioText.Sound(anchored.Replace("{ <<: *usual, perDay: 2 }", "*usual", StringComparison.Ordinal)).Groups[1].Sessions);
    }

    [Theory]
    [InlineData("sessions: { <<: 3 }", "takes a map, or a list of maps")]
    [InlineData("sessions: &loop { gap: *loop }", "has no anchor before it")]
    public void Read_AliasThatCannotBe_SaysWhatToWrite(string sessions, string message) =>
        Assert.Contains(ScenarioText.Read(ScenarioText.With("mode: AlwaysOn", $"mode: AlwaysOn\n    {sessions}")).Faults, fault => fault.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("thresholds:\n  sessions.opened.rate: >= 99 %\n", "\">= 99 %\"")]
    [InlineData("thresholds: { refusals: <= 3, sessions.opened.rate: >= 99 % }\n", "\">= 99 %\"")]
    [InlineData("thresholds:\n  hours.metered: > 12 h # at least\n", "\"> 12 h\"")]
    public void Read_BoundWithoutQuotes_IsToldToQuoteIt(string thresholds, string quoted)
    {
        var text = $"{ScenarioText.Valid}\n{thresholds}";

        var fault = Assert.Single(ScenarioText.Read(text).Faults);

        Assert.EndsWith($"quote it: {quoted}.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(ScenarioText.LineOf(text, quoted.Trim('"')), fault.Line);
    }

    [Theory]
    [InlineData("groups:", "gruops:", "Did you mean \"groups\"?")]
    [InlineData("seed: 7", "sede: 7", "Did you mean \"seed\"?")]
    [InlineData("seed: 7", "need: 7", "Did you mean \"seed\"?")]
    [InlineData("quota: 30", "memory: 30", null)]
    [InlineData("quota: 30", "cost: 30", null)]
    [InlineData("quota: 30", "budget: 30", null)]
    [InlineData("quota: 30", "prices: 30", null)]
    [InlineData("quota: 30", "users: 30", null)]
    public void Read_UnknownKey_IsGuessedOnlyWhereItIsASlip(string sound, string broken, string? hint)
    {
        var key = broken[..broken.IndexOf(':', StringComparison.Ordinal)];
        var fault = Assert.Single(ScenarioText.Read(ScenarioText.With(sound, broken)).Faults, fault => fault.Path == key);

        Assert.Equal(hint is not null, fault.Message.Contains("Did you mean", StringComparison.Ordinal));
        Assert.EndsWith(hint ?? ".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OneOfEach_IsToldInTheSingular()
    {
        using var folder = new TempFolder();
        var one = folder.Write("one.yaml", "region: eu-west-1\nstart: 2026-07-01\nhorizon: 1 d\ndirectories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]\ngroups: [{ name: g, users: 1, directory: d, bundle: Value }]\n");

        Assert.EndsWith("one.yaml: sound; 1 desktop in 1 group, 1 day, 1 run.\n", (await SimulatorProcess.Run("validate", one)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ThousandsOfFaults_ShowsTwentyAndCountsTheRest()
    {
        using var folder = new TempFolder();
        var lines = Enumerable.Range(0, 1000).Select(i => i % 4 == 0 ? $"u{i},2026-03-02T09:00:00,2026-03-02T08:00:00" : $"u{i},yesterday,2026-03-02T09:00:00");
        var log = folder.Write("log.csv", $"user,start,end\n{string.Join('\n', lines)}\n");
        var scenario = folder.Write("s.yaml", "region: eu-west-1\ndirectories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]\ngroups: [{ name: g, directory: d, bundle: Value }]\n");

        var some = await SimulatorProcess.Run("validate", scenario, "--trace", log);
        var all = await SimulatorProcess.Run("validate", scenario, "--trace", log, "--all-faults");

        Assert.Equal((2, 2), (some.ExitCode, all.ExitCode));
        var told = some.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(22, told.Length);
        Assert.Equal("and 980 more: 735 malformed, 245 without length; --all-faults shows all of them.", told[20]);
        Assert.StartsWith("1000 faults; ", told[21], StringComparison.Ordinal);
        Assert.Equal(1001, all.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Run_FolderOfAnotherScenario_IsOverwrittenByForceOnly()
    {
        using var folder = new TempFolder();
        string Scenario(string name) => folder.Write($"{name}.yaml", $"name: {name}\nregion: eu-west-1\nstart: 2026-07-01\nhorizon: 2 h\ndirectories: [{{ name: d, zones: [eu-west-1a, eu-west-1b] }}]\ngroups: [{{ name: g, users: 1, directory: d, bundle: Value }}]\n");
        Task<Ended> Run(string name, params string[] more) => SimulatorProcess.Run(["run", Scenario(name), "--engine", "core", "-q", "--out", folder.Missing("out"), .. more]);

        Assert.Equal(0, (await Run("one")).ExitCode);
        Assert.Equal(0, (await Run("one", "--runs", "2")).ExitCode);
        var refused = await Run("two");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("holds a run of one, another scenario; name another folder with --out, or write --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("two", "--force")).ExitCode);
        Assert.Contains("\"scenario\": \"two\"", await File.ReadAllTextAsync(folder.Missing("out/summary.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ImportOfAPipe_IsRefusedAndNotWaitedFor()
    {
        using var folder = new TempFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder.Missing("pipe.yaml")]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        var reading = await Task.Run(() => ScenarioFile.Read(folder.Write("s.yaml", "importFrom: pipe.yaml\n"))).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Contains(reading.Faults, fault => fault.Path == "importFrom" && fault.Message.StartsWith("\"pipe.yaml\" is a pipe, a device or empty", StringComparison.Ordinal));
    }
}
