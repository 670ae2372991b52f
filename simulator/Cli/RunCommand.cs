using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Reports.Page;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Series;
using DeskFleet.Simulator.Telemetry;
using DeskFleet.Testing.Engines;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>run SCENARIO</c>: replays a population against the fleet in virtual time.</summary>
public sealed class RunCommand : SimulatorCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, a YAML file." };
    private readonly TraceOptions _trace = new();
    private readonly Option<string> _engine = new("--engine")
    {
        Description = "grains: the production grains on a silo in this process. core: the same decisions in one loop, faster.",
        HelpName = "grains|core",
        DefaultValueFactory = _ => "grains",
    };

    private readonly Option<string?> _out = new("--out") { Description = "Folder for report.html, summary.json, hourly and desktops (.csv and .parquet) and events.jsonl. [default: out/<scenario>]", HelpName = "DIR" };
    private readonly Option<bool> _check = new("--check") { Description = "Check every invariant after every event, let storage serialize and read back, and let the judges see the finished run. Slower." };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Another seed than the scenario's.", HelpName = "N" };
    private readonly Option<int?> _runs = new("--runs") { Description = "Another number of runs with successive seeds than the scenario's.", HelpName = "N" };
    private readonly Option<string?> _telemetry = new("--telemetry") { Description = "Folder for metrics.openmetrics: the instruments of production on the virtual clock, for promtool tsdb create-blocks-from openmetrics.", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite the run of another scenario in the folder." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no summary; faults are still told." };

    public RunCommand()
        : base("run", "Replays a population of users against the fleet in virtual time and says what the fleet did.")
    {
        _engine.AcceptOnlyFromAmong("grains", "core");
        _runs.Validators.Add(result =>
        {
            // What is no number at all is told by the parser.
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var runs) && runs is < 1 or > Scenario.MaxRuns)
                result.AddError($"--runs must be from 1 to {Scenario.MaxRuns}.");
        });
        Add(_scenario);
        _trace.AddTo(this);
        foreach (var option in new Option[] { _engine, _out, _check, _seed, _runs, _telemetry, _force, _quiet })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim run simulator/scenarios/ordinary-company.yaml
          deskfleet-sim run simulator/scenarios/trace-69.yaml --trace sessions.csv --out out/nasa
          deskfleet-sim run simulator/scenarios/ordinary-company.yaml --engine core --seed 7 --out out/other-seed
          deskfleet-sim run my.yaml --engine core --check
          deskfleet-sim run my.yaml --engine core --runs 11 --out out/series
          deskfleet-sim run my.yaml --engine core --telemetry out/telemetry
        """;

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        // Engine core never waits: without this an interrupt would find the command not begun and end the process under it.
        await Task.Yield();
        var path = parsed.GetValue(_scenario)!;
        var error = parsed.InvocationConfiguration.Error;
        var reading = _trace.Read(parsed, path);
        if (reading.Scenario is null)
            return ScenarioFaults.Print(error, reading, _trace.ShowsAllFaults(parsed), "nothing was run, nothing was written.");
        if (!parsed.GetValue(_quiet) && TraceOptions.Understood(reading) is { } log)
            error.WriteLine(log);
        var scenario = reading.Scenario with
        {
            Seed = parsed.GetValue(_seed) ?? reading.Scenario.Seed,
            Runs = parsed.GetValue(_runs) ?? reading.Scenario.Runs,
        };
        var folder = new SeriesOutput(parsed.GetValue(_out) ?? Path.Combine("out", scenario.Name), scenario.Runs);
        if (!parsed.GetValue(_force) && folder.ScenarioThere() is { } other && other != scenario.Name)
        {
            error.WriteLine($"{folder.Path} holds a run of {other}, another scenario; name another folder with --out, or write --force to overwrite it. Nothing was run.");
            return ExitCodes.BadInput;
        }

        try
        {
            return await Run(parsed, scenario, reading, folder, cancellation);
        }
        catch (InvariantViolationException broken)
        {
            error.WriteLine($"An invariant of DeskFleet broke, which is a bug: {broken.Message}");
            error.WriteLine($"Replay it with: run {path} --seed {scenario.Seed} --check --engine {parsed.GetValue(_engine)}");
            return ExitCodes.InvariantBroken;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The output cannot be written to {folder.Path}: {WriteTrouble.Of(folder.Path, fault)} Name another folder with --out.");
            return ExitCodes.BadInput;
        }
    }

    private async Task<int> Run(ParseResult parsed, Scenario scenario, ScenarioReading reading, SeriesOutput output, CancellationToken cancellation)
    {
        var runs = ImmutableArray.CreateBuilder<RunSummary>();
        var data = new SeriesData(scenario);
        output.Clear();
        var turn = new ProgressTurn(scenario.Seed);
        var works = Enumerable.Range(0, scenario.Runs)
            .Select(number => scenario with { Seed = unchecked(scenario.Seed + (ulong)number) })
            .Select(seeded => (Func<CancellationToken, Task<FinishedRun>>)(stop =>
                RunOne(parsed, seeded, reading, output.FolderOf(seeded.Seed), turn, stop)));
        await foreach (var run in SideBySide.InOrder(works, AtOnce(parsed), cancellation))
        {
            Print(parsed, run);
            turn.Next();
            runs.Add(run.Report.Summary);
            if (scenario.Runs > 1)
                data.Add(run.Report);
            if (run.Result.IsPartial)
                break;
        }

        if (scenario.Runs > 1)
            Conclude(parsed, SeriesFigures.Of(scenario, runs.ToImmutable()), data, output);
        if (runs[^1].IsPartial)
            return ExitCodes.Interrupted;
        return runs.Any(run => run.Thresholds is { } thresholds && thresholds.Any(threshold => !threshold.Passed)) ? ExitCodes.Missed : ExitCodes.Done;
    }

    /// <summary>
    /// On engine core runs share nothing but the processors. The grains have threads of their own, and telemetry counts for a process as a whole.
    /// </summary>
    private int AtOnce(ParseResult parsed) =>
        parsed.GetValue(_engine) == "core" && parsed.GetValue(_telemetry) is null ? Environment.ProcessorCount : 1;

    private void Conclude(ParseResult parsed, SeriesSummary series, SeriesData data, SeriesOutput output)
    {
        output.Write(series, data);
        if (!parsed.GetValue(_quiet))
            SeriesTable.Print(Console(parsed), series, output.Path);
    }

    private async Task<FinishedRun> RunOne(
        ParseResult parsed, Scenario scenario, ScenarioReading reading, OutputFolder folder, ProgressTurn turn, CancellationToken cancellation)
    {
        var engine = Enum.Parse<EngineKind>(parsed.GetValue(_engine)!, ignoreCase: true);
        var population = Population.Create(scenario, reading.Trace);
        var simulation = new Simulation(scenario, population, new(engine, parsed.GetValue(_check)));
        var books = new RunBooks(scenario, simulation);
        using var telemetry = parsed.GetValue(_telemetry) is null ? null : new RunTelemetry(scenario.Seed);
        var records = parsed.GetValue(_check) ? new FinalRecords() : null;
        IReadOnlyList<IEventReader> readers = [.. books.Readers, .. new IEventReader?[] { telemetry, records }.OfType<IEventReader>()];
        using var progress = parsed.GetValue(_quiet) ? null : turn.Of(scenario.Seed, Progress(parsed, scenario, population));
        var watch = Stopwatch.StartNew();
        RunResult result;
        await using (var events = folder.OpenEvents())
            result = await simulation.Run(events, progress, cancellation, readers);
        telemetry?.Advance(result.ReachedAt);
        telemetry?.Write(TelemetryFolder(parsed, scenario));
        progress?.Dispose();
        var took = watch.Elapsed;
        var inputs = new RunInputs(scenario.Name, reading.ContentHash, reading.Trace?.ContentHash, scenario.Seed, Version);
        var summary = books.Close(inputs, result);
        var report = new ReportData(scenario, summary, result.Fleet, books.Figures);
        folder.Write(summary);
        folder.Write(report);
        await folder.WriteHours(scenario, result);
        await folder.WriteDesktops(books.Figures, population);
        folder.Write(scenario.Billing);
        FolderCase.Write(folder.Path, [.. RunCase.FaultsOf(scenario)]);
        if (records is not null)
            Judge(RunCase.Of(scenario, folder.EventsPath, books.BillAsOf(result.ReachedAt), records, result.ReachedAt));
        return new(report, result, took, folder.Path);
    }

    private void Print(ParseResult parsed, FinishedRun run)
    {
        if (parsed.GetValue(_quiet))
            return;
        var terminal = new TerminalSummary(Console(parsed));
        if (run.Report.Scenario.Runs > 1)
            terminal.PrintLine(run.Report.Summary);
        else
            terminal.Print(run.Report.Summary, run.Result, parsed.GetValue(_engine)!, run.Took, run.Folder);
    }

    private sealed record FinishedRun(ReportData Report, RunResult Result, TimeSpan Took, string Folder);

    /// <summary>Lets outsiders judge the run, who use none of the code that made it.</summary>
    /// <exception cref="InvariantViolationException">They have found something.</exception>
    private static void Judge(ChaosEvidence evidence)
    {
        if (Bench.Judge(evidence) is [var first, ..] found)
            throw new InvariantViolationException(first.Judge, first.At, $"{first} ({found.Count} violations in all)");
    }

    /// <summary>A bar on a terminal, else a line a second.</summary>
    private static IRunProgress Progress(ParseResult parsed, Scenario scenario, Population population)
    {
        var (expected, error) = (ExpectedEvents.Of(scenario, population), parsed.InvocationConfiguration.Error);
        return System.Console.IsErrorRedirected ? new RunProgressLine(scenario, expected, error) : new RunProgressBar(scenario, expected, error);
    }

    /// <summary>Each run of a series has a folder of its own.</summary>
    private string TelemetryFolder(ParseResult parsed, Scenario scenario)
    {
        var folder = parsed.GetValue(_telemetry)!;
        return scenario.Runs > 1 ? Path.Combine(folder, scenario.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)) : folder;
    }

    private static string Version => typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Where the output is no terminal there is no width to keep to.</summary>
    private static IAnsiConsole Console(ParseResult parsed)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 200;
        return console;
    }
}
