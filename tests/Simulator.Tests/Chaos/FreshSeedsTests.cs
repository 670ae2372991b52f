using System.Diagnostics;
using System.Globalization;
using DeskFleet.Simulator.Chaos;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Chaos;

/// <summary>
/// The first 200 seeds, of which none may fail, and 200 that nobody has seen: others for each commit, and where no commit can be told for each day. Their
/// numbers and what they find are printed, with how to replay it. Mend it, and keep the seed in <c>regressions.txt</c>. DESKFLEET_CHAOS_FROM names another first one.
/// </summary>
public sealed class FreshSeedsTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    [Fact]
    public void Chaos_FirstSeeds_NothingIsViolated() => NothingIsViolated(1);

    [Fact]
    public void Chaos_FreshSeeds_NothingIsViolated() => NothingIsViolated(First());

    private void NothingIsViolated(ulong from)
    {
        var failures = Play(from);

        foreach (var failure in failures)
            output.WriteLine(failure);
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <returns>What each seed that failed did.</returns>
    private List<string> Play(ulong from)
    {
        var (tally, failures, watch) = (new ChaosTally(), new List<string>(), Stopwatch.StartNew());
        var begun = -1;

        ChaosRunner.RunMany(
            () => Interlocked.Increment(ref begun) is var i && i < Seeds ? from + (ulong)i : null,
            seed => ChaosSettings.Draw(seed, "small"),
            EngineKind.Core,
            Environment.ProcessorCount,
            result =>
            {
                tally.Add(result);
                if (!result.IsSound)
                    failures.Add(ChaosStory.Tell(result, ChaosReplay.CommandOf(result.Settings, EngineKind.Core)));
            });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seeds {from} to {from + Seeds - 1} in {watch.Elapsed.TotalSeconds:0.0} s"));
        foreach (var line in tally.Lines())
            output.WriteLine(line);
        Assert.True(tally.FewestFaults >= ChaosRunner.FewestFaults, $"A seed had {tally.FewestFaults} faults only.");
        return failures;
    }

    /// <summary>From the commit that is checked out; where that cannot be told, from the day.</summary>
    private static ulong First()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("DESKFLEET_CHAOS_FROM"), CultureInfo.InvariantCulture, out var from))
            return from;
        return Commit() is { Length: >= 8 } commit
            ? ulong.Parse(commit[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * 1000
            : (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays * 1000;
    }

    private static string? Commit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "HEAD"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true });
            return git?.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
