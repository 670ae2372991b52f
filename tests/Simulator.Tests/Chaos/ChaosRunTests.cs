using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Chaos;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;

namespace DeskFleet.Simulator.Tests.Chaos;

/// <summary>What can be relied on when a seed fails: it fails again, in the same bytes, and by the command that is printed.</summary>
public sealed class ChaosRunTests
{
    /// <summary>By one line each: profile, engine and seed, and after # what it found. Mended bugs keep their seed.</summary>
    public static TheoryData<string> Regressions => [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "Simulator.Tests", "Chaos", "regressions.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Regression_SeedOfAMendedBug_IsSound(string line)
    {
        var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var settings = ChaosSettings.Draw(ulong.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), words[0]);
        if (words.Length > 3)
            settings = ChaosReplay.Apply(settings, words[3]);
        var engine = Enum.Parse<EngineKind>(words[1], ignoreCase: true);

        var result = ChaosRunner.Run(settings, engine);

        Assert.True(result.IsSound, ChaosStory.Tell(result, ChaosReplay.CommandOf(settings, engine)));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public void Core_SameSeedWithFaults_GivesTheSameBytes(string profile)
    {
        var seeds = Enumerable.Range(1, 6).Select(seed => (ulong)seed).ToList();

        var (first, again) = (Play(seeds, profile, workers: 1), Play(seeds, profile, workers: 3));

        Assert.Equal(first.Select(Bytes), again.Select(Bytes));
        Assert.All(first, result => Assert.True(result.FaultCount >= ChaosRunner.FewestFaults));
        Assert.Equal(seeds.Count, first.Select(result => result.Hash).Distinct().Count());
    }

    [Fact]
    public void Grains_SameSeedOneAfterTheOther_GivesTheSameBytes()
    {
        var settings = ChaosSettings.Draw(3, "small") with { Overlaps = false };

        var (first, again) = (ChaosRunner.Run(settings, EngineKind.Grains), ChaosRunner.Run(settings, EngineKind.Grains));

        Assert.True(first.IsSound, ChaosStory.Tell(first, ""));
        Assert.Equal(Bytes(first), Bytes(again));
    }

    [Fact]
    public void Calm_NoFaults_BothEnginesWriteTheSameLog()
    {
        var settings = ChaosSettings.Draw(5, "calm");

        var (core, grains) = (ChaosRunner.Run(settings), ChaosRunner.Run(settings, EngineKind.Grains));

        Assert.True(core.IsSound, ChaosStory.Tell(core, ""));
        Assert.Empty(core.Injected);
        Assert.Equal(core.Hash, grains.Hash);
    }

    [Fact]
    public void Replay_ShrunkSettings_AreMadeAgainFromTheirWords()
    {
        var settings = ChaosSettings.Draw(7, "small") with { Desktops = 1, Operations = 0, Silos = 1, Overlaps = false };
        settings = settings with { Rates = settings.Rates.Remove(settings.Rates.Keys.Order().First()) };

        var command = ChaosReplay.CommandOf(settings, EngineKind.Core);
        var words = command.Split("--with ")[1];

        var again = ChaosReplay.Apply(ChaosSettings.Draw(7, "small"), words);
        Assert.Equal(settings with { Rates = again.Rates }, again);
        Assert.Equal(settings.Rates.OrderBy(rate => rate.Key), again.Rates.OrderBy(rate => rate.Key));
    }

    [Theory]
    [InlineData("desktops=0")]
    [InlineData("hours=x")]
    [InlineData("faults=Meteor")]
    [InlineData("weather=bad")]
    public void Replay_WordsThatMakeNoSense_AreRefusedWithTheMend(string words) =>
        Assert.NotEqual("", Assert.Throws<FormatException>(() => ChaosReplay.Apply(ChaosSettings.Draw(1, "small"), words)).Message);

    /// <summary>A judge that always finds something is a bug that any run shows: the smallest run is left.</summary>
    [Fact]
    public void Shrinker_FailingRun_IsMadeSmallerAndStillFails()
    {
        var failing = new ChaosSettings(
            11, "small", NodaTime.Instant.FromUtc(2026, 3, 2, 8, 0), NodaTime.Duration.FromHours(4), 3, 10, System.Collections.Immutable.ImmutableDictionary<FaultKind, double>.Empty, Overlaps: false)
        {
            HostsPerZone = 1,
            Quota = 20,
            KeySeats = 30,
            Silos = 1,
            PlantsViolation = true,
        };

        var smallest = ChaosShrinker.Shrink(ChaosRunner.Run(failing), EngineKind.Core);

        Assert.False(smallest.IsSound);
        Assert.Equal((1, 0, NodaTime.Duration.FromHours(1)), (smallest.Settings.Desktops, smallest.Settings.Operations, smallest.Settings.FaultPhase));
        Assert.Contains("--with", ChaosReplay.CommandOf(smallest.Settings, EngineKind.Core), StringComparison.Ordinal);
    }

    /// <summary>No command leads to UPDATING, and nothing makes an AVAILABLE desktop fail; everything else is reached.</summary>
    [Fact]
    public void Moves_ManySeeds_AreReachedButForThoseThatNothingLeadsTo()
    {
        var tally = new ChaosTally();
        var begun = -1;
        ChaosRunner.RunMany(
            () => Interlocked.Increment(ref begun) is var i && i < 300 ? (ulong)i : null, seed => ChaosSettings.Draw(seed, "small"), EngineKind.Core, Environment.ProcessorCount, tally.Add);

        Transition[] never = [.. Transitions.All.Where(move => move.From == Lifecycle.Updating || move.To == Lifecycle.Updating || (move.From == Lifecycle.Available && move.On == Trigger.Failed))];
        Assert.Superset(never.ToHashSet(), tally.MovesNeverReached.ToHashSet());
        Assert.True(tally.MovesNeverReached.Except(never).Count() <= 6, string.Join(", ", tally.MovesNeverReached.Except(never).Select(ChaosTally.NameOf)));
        Assert.Empty(tally.CodesNeverReached);
    }

    /// <summary>Who watches the machines says it, is not believed at once by all, and says it again (PLC-07).</summary>
    [Fact]
    public void Havoc_ManySeeds_ReportsHostsLostThatTheBrakeHolds()
    {
        var results = Play([.. Enumerable.Range(1, 40).Select(seed => (ulong)seed)], "small", Environment.ProcessorCount);

        var reports = results.SelectMany(result => result.Evidence.Calls).Where(call => What(call.Command) == "report-host-lost").ToList();
        Assert.Contains(reports, call => call.Reply is { } reply && What(reply) == "accepted");
        Assert.Contains(reports, call => call.Reply is { } reply && What(reply) == "loss-held");

        static string? What(System.Text.Json.JsonElement said) => said.GetProperty("what").GetString();
    }

    private static List<ChaosResult> Play(List<ulong> seeds, string profile, int workers)
    {
        var (next, results) = (-1, new List<ChaosResult>());
        ChaosRunner.RunMany(
            () => Interlocked.Increment(ref next) is var i && i < seeds.Count ? seeds[i] : null, seed => ChaosSettings.Draw(seed, profile), EngineKind.Core, workers, results.Add);
        return [.. results.OrderBy(result => result.Settings.Seed)];
    }

    private static string Bytes(ChaosResult result) => $"{result.Settings.Seed} {result.Hash} {result.Steps} {result.FaultCount} {result.Evidence.Calls.Count}";
}
