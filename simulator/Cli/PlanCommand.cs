using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>plan SCENARIO</c>: the fewest dedicated hosts a zone for which everything holds.</summary>
public sealed class PlanCommand : SimulatorCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, a YAML file. Its own host counts do not matter, its host types do." };
    private readonly Option<string?> _trace = new("--trace") { Description = "Recorded sessions to replay: CSV with the columns user,start,end.", HelpName = "FILE.csv" };
    private readonly Option<Duration?> _maxWait = new("--max-wait-p99")
    {
        Description = "99 % of those who wait for their desktop wait at most this long. [default: 120s, unless the scenario has thresholds]",
        HelpName = "TIME",
        CustomParser = PlanArguments.Time,
    };

    private readonly Option<long?> _maxRefusals = new("--max-refusals") { Description = "How many may be refused for want of room, in each run. [default: 0, unless the scenario has thresholds]", HelpName = "N" };
    private readonly Option<string> _survive = new("--survive")
    {
        Description = "host: each AZ also loses its fullest host at its peak, for good. az: each AZ in turn is lost at its peak; desktops never leave their AZ, so the others' people are what counts.",
        HelpName = "nothing|host|az",
        DefaultValueFactory = _ => "nothing",
    };

    private readonly Option<int> _seeds = Number("--seeds", "Successive seeds, from the scenario's on, that every candidate is tried with.", PlanRequest.DefaultSeeds, 1);
    private readonly Option<int> _verify = Number("--verify", "Further seeds to verify the answer with on engine grains.", 1, 0);
    private readonly Option<int?> _maxHosts = new("--max-hosts") { Description = "No more hosts in an AZ than this. [default: as many as can make a difference]", HelpName = "N" };
    private readonly Option<string?> _state = new("--state") { Description = "Keeps the outcome of every run in this file and uses what is there, so that an interrupted plan goes on.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "The answer as JSON." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress." };

    public PlanCommand()
        : base("plan", "Finds the fewest dedicated hosts in each AZ for which the scenario's thresholds hold; without any: nobody is refused, and 99 % of the waits are at most 120 s.")
    {
        _survive.AcceptOnlyFromAmong("nothing", "host", "az");
        PlanArguments.AtLeast(_maxHosts, 1);
        PlanArguments.AtLeast(_maxRefusals, 0L);
        Add(_scenario);
        foreach (var option in new Option[] { _trace, _maxWait, _maxRefusals, _survive, _seeds, _verify, _maxHosts, _state, _json, _quiet })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim plan simulator/scenarios/ordinary-company.yaml
          deskfleet-sim plan simulator/scenarios/ordinary-company.yaml --survive host --seeds 5 --json
          deskfleet-sim plan my.yaml --max-wait-p99 100s --seeds 3 --state plan.jsonl
        """;

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_scenario)!;
        var error = parsed.InvocationConfiguration.Error;
        var reading = ScenarioFile.Read(path, parsed.GetValue(_trace));
        var faults = reading.Scenario is { } sound ? [.. PlanRules.Check(sound).Select(fault => fault with { File = path })] : reading.Faults;
        if (!faults.IsEmpty)
            return Tell(error, faults);
        var request = Request(parsed, reading);
        try
        {
            var book = new TrialBook(InputsOf(request, reading), parsed.GetValue(_state));
            if (book.Recall() is { } fault)
                return Tell(error, [fault]);
            var progress = parsed.GetValue(_quiet) ? null : new PlanProgressLine(error);
            return Tell(parsed, await new Planner(request, book, progress, cancellation).Run());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The state cannot be kept in {parsed.GetValue(_state)}: {WriteTrouble.Of(parsed.GetValue(_state)!, fault)} Name another file with --state.");
            return ExitCodes.BadInput;
        }
    }

    private PlanRequest Request(ParseResult parsed, ScenarioReading reading) => new(
        reading.Scenario!,
        reading.Trace,
        PlanTargets.Of(reading.Scenario!, parsed.GetValue(_maxRefusals), parsed.GetValue(_maxWait)),
        parsed.GetValue(_survive) switch { "host" => Survival.Host, "az" => Survival.Zone, _ => Survival.Nothing },
        parsed.GetValue(_seeds),
        parsed.GetValue(_verify),
        parsed.GetValue(_maxHosts),
        Environment.ProcessorCount);

    /// <summary>Everything but the trial itself that an outcome depends on.</summary>
    private static string InputsOf(PlanRequest request, ScenarioReading reading) => string.Join(
        " | ",
        [Version, reading.ContentHash, reading.Trace?.ContentHash ?? "-", .. request.Targets.Select(target => target.Text), $"most {request.MostHosts ?? MostHosts.Of(request)}"]);

    private int Tell(ParseResult parsed, Plan plan)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize(new { sentence = PlanSentence.Of(plan), plan }, PlanJson.Pages));
        else
            new PlanTable(Console(output)).Print(plan);
        return plan switch
        {
            { IsPartial: true } => ExitCodes.Interrupted,
            { Hosts: null } => ExitCodes.NoPlan,
            _ => ExitCodes.Done,
        };
    }

    private static IAnsiConsole Console(TextWriter output)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 200;
        return console;
    }

    private static Option<T> Number<T>(string name, string description, T usual, T least)
        where T : struct, IComparable<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        PlanArguments.AtLeast(option, least);
        return option;
    }

    private static string Version => typeof(PlanCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static int Tell(TextWriter error, ImmutableArray<Fault> faults)
    {
        foreach (var fault in faults)
            error.WriteLine(fault.ToString());
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults.Length} fault{(faults.Length == 1 ? "" : "s")}; nothing was planned."));
        return ExitCodes.BadInput;
    }
}
