using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Chaos;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>chaos</c>: breaks everything from a seed, and lets outsiders judge what came of it.</summary>
public sealed class ChaosCommand : SimulatorCommand
{
    private const int DefaultSeeds = 100;

    private readonly Option<int> _seeds = new("--seeds") { Description = "How many seeds, one after the other from the first.", HelpName = "N", DefaultValueFactory = _ => DefaultSeeds };
    private readonly Option<ulong> _from = new("--from") { Description = "The first seed.", HelpName = "SEED", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _profile = new("--profile") { Description = "small: 2 to 7 desktops for some hours. large: up to 24 for days. calm: as small, without faults.", HelpName = "small|large|calm", DefaultValueFactory = _ => "small" };
    private readonly Option<int?> _minutes = new("--minutes") { Description = "Begin no further seed after so many minutes.", HelpName = "M" };
    private readonly Option<string> _engine = new("--engine") { Description = "core: the decisions in one loop, on all processors. grains: the production grains on a silo in this process.", HelpName = "core|grains", DefaultValueFactory = _ => "core" };
    private readonly Option<string?> _with = new("--with") { Description = "What is otherwise than the seed says, as a replay command tells it: desktops=2,operations=10,hours=3,rushes=0,silos=1,overlaps=no,faults=WriteFails+EffectStale.", HelpName = "WORDS" };
    private readonly Option<string> _out = new("--out") { Description = "Folder for what failing seeds did.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("out", "chaos") };
    private readonly Option<string?> _total = new("--total") { Description = "File of the running total that this run is added to.", HelpName = "FILE" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Write out what sound seeds did, too." };

    public ChaosCommand()
        : base("chaos", "Breaks everything from a seed: storage, silos, calls, clocks, machines, callers. Says what did not hold, and how to replay it.")
    {
        _profile.AcceptOnlyFromAmong([.. ChaosSettings.Profiles]);
        _engine.AcceptOnlyFromAmong("core", "grains");
        AtLeastOne(_seeds);
        foreach (var option in new Option[] { _seeds, _from, _profile, _minutes, _engine, _with, _out, _total, _keep })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim chaos --seeds 40
          deskfleet-sim chaos --seeds 60 --minutes 10 --from 5000
          deskfleet-sim chaos --seeds 3 --profile large
          deskfleet-sim chaos --seeds 2 --engine grains
          deskfleet-sim chaos --from 42 --seeds 1 --with desktops=1,faults=WriteDoubtful+EffectDoubled --keep
        """;

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        // What is no number at all is told by the parser.
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
            result.AddError($"{option.Name} must be 1 or more.");
    });

    private int Run(ParseResult parsed)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var words = parsed.GetValue(_with) ?? "";
            ChaosReplay.Apply(ChaosSettings.Draw(1, parsed.GetValue(_profile)!), words);
            return Run(parsed, words);
        }
        catch (FormatException wrong)
        {
            error.WriteLine($"--with: {wrong.Message}");
            return ExitCodes.BadInput;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            error.WriteLine($"What was found cannot be written, or the running total cannot be read: {fault.Message} Name other places with --out and --total.");
            return ExitCodes.BadInput;
        }
    }

    private int Run(ParseResult parsed, string words)
    {
        var (output, engine, tally, watch) = (parsed.InvocationConfiguration.Output, Enum.Parse<EngineKind>(parsed.GetValue(_engine)!, ignoreCase: true), new ChaosTally(), Stopwatch.StartNew());
        var limit = parsed.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
        var (begun, seeds, from) = (-1, parsed.GetValue(_seeds), parsed.GetValue(_from));
        ChaosRunner.RunMany(
            () => watch.Elapsed < limit && Interlocked.Increment(ref begun) is var i && i < seeds ? unchecked(from + (ulong)i) : null,
            seed => ChaosReplay.Apply(ChaosSettings.Draw(seed, parsed.GetValue(_profile)!), words),
            engine,
            engine == EngineKind.Core ? Environment.ProcessorCount : 1,
            result =>
            {
                tally.Add(result);
                if (!result.IsSound || parsed.GetValue(_keep))
                    Tell(parsed, result, engine);
            });
        foreach (var line in tally.Lines())
            output.WriteLine(line);
        var seconds = Environment.CpuUsage.TotalTime.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0} s, {seconds:0.0} s of processor time: {tally.Seeds / seconds * 60:N0} seeds a minute of one processor"));
        if (parsed.GetValue(_total) is { } total)
            RunningTotal.Read(total).With(tally, parsed.GetValue(_engine)!).Write(total);
        return tally.Failures == 0 ? ExitCodes.Done : ExitCodes.InvariantBroken;
    }

    /// <summary>A line, the command that replays it, and where the smallest form of it is written.</summary>
    private void Tell(ParseResult parsed, ChaosResult result, EngineKind engine)
    {
        var output = parsed.InvocationConfiguration.Output;
        var folder = Path.Combine(parsed.GetValue(_out)!, result.Settings.Seed.ToString(CultureInfo.InvariantCulture));
        if (result.IsSound)
        {
            ChaosStory.Write(folder, result, ChaosReplay.CommandOf(result.Settings, engine));
            return;
        }

        output.WriteLine($"seed {result.Settings.Seed}: {result.Violations[0]}{(result.Violations.Length > 1 ? $" and {result.Violations.Length - 1} more" : "")}");
        output.WriteLine($"  replay: {ChaosReplay.CommandOf(result.Settings, engine)}");
        var smallest = ChaosShrinker.Shrink(result, engine);
        var replay = ChaosReplay.CommandOf(smallest.Settings, engine);
        ChaosStory.Write(folder, smallest, replay);
        output.WriteLine($"  smallest: {replay}");
        output.WriteLine($"  story: {Path.Combine(folder, "story.txt")}");
    }
}
