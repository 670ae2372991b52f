using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;
using NodaTime;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>plan SCENARIO</c>: the fewest dedicated hosts a zone for which everything holds.</summary>
public sealed class PlanCommand : SimulatorCommand
{
    private const string Consequence = "nothing was planned.";

    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, a YAML file. Of the hosts that are counted its own numbers do not matter, their types do." };
    private readonly TraceOptions _trace = new();
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

    private readonly Option<string?> _fleet = new("--fleet") { Description = "Whose hosts are counted, where the scenario has several fleets: the account, the region, or account/region. The others are left out.", HelpName = "FLEET" };
    private readonly Option<string?> _hostType = new("--host-type") { Description = "Which hosts are counted, where a zone has several types. The others stay as the scenario lists them.", HelpName = "TYPE" };
    private readonly Option<bool> _perZone = new("--per-zone") { Description = "Let the zones differ: from the number for each AZ, every AZ in turn goes down to its own fewest." };
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
        _trace.AddTo(this);
        foreach (var option in new Option[] { _fleet, _hostType, _perZone, _maxWait, _maxRefusals, _survive, _seeds, _verify, _maxHosts, _state, _json, _quiet })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim plan simulator/scenarios/ordinary-company.yaml
          deskfleet-sim plan simulator/scenarios/ordinary-company.yaml --survive host --seeds 5 --json
          deskfleet-sim plan simulator/scenarios/two-regions.yaml --fleet example-company/eu-central-1 --host-type general --per-zone --seeds 2
          deskfleet-sim plan my.yaml --max-wait-p99 100s --seeds 3 --state plan.jsonl
        """;

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_scenario)!;
        var error = parsed.InvocationConfiguration.Error;
        var reading = _trace.Read(parsed, path);
        if (reading.Scenario is null)
            return ScenarioFaults.Print(error, reading, _trace.ShowsAllFaults(parsed), Consequence);
        if (!parsed.GetValue(_quiet) && TraceOptions.Understood(reading) is { } log)
            error.WriteLine(log);
        var (scope, faults) = PlanScope.Of(reading.Scenario, parsed.GetValue(_fleet), parsed.GetValue(_hostType));
        if (scope is null)
            return Print(error, [.. faults.Select(fault => fault with { File = path })]);
        var request = Request(parsed, scope, reading.Trace);
        try
        {
            TrialBook BookOf(PlanRequest part) => new(InputsOf(part, reading), parsed.GetValue(_state));
            var book = BookOf(request);
            if (book.Recall() is { } fault)
                return Print(error, [fault]);
            var progress = parsed.GetValue(_quiet) ? null : new PlanProgressLine(error);
            return Print(parsed, parsed.GetValue(_perZone)
                ? await new ZoneByZone(request, part => Recalled(BookOf(part)), progress, cancellation).Run()
                : await new Planner(request, book, progress, cancellation).Run());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The state cannot be kept in {parsed.GetValue(_state)}: {WriteTrouble.Of(parsed.GetValue(_state)!, fault)} Name another file with --state.");
            return ExitCodes.BadInput;
        }
    }

    /// <summary>The file has been read once, and was sound.</summary>
    private static TrialBook Recalled(TrialBook book)
    {
        book.Recall();
        return book;
    }

    private PlanRequest Request(ParseResult parsed, PlanScope scope, TraceReading? trace) => new(
        scope.Scenario,
        trace,
        PlanTargets.Of(scope.Scenario, parsed.GetValue(_maxRefusals), parsed.GetValue(_maxWait)),
        parsed.GetValue(_survive) switch { "host" => Survival.Host, "az" => Survival.Zone, _ => Survival.Nothing },
        parsed.GetValue(_seeds),
        parsed.GetValue(_verify),
        parsed.GetValue(_maxHosts),
        Environment.ProcessorCount)
    {
        Fleet = scope.Fleet,
        HostType = scope.HostType,
    };

    /// <summary>Everything but the trial itself that an outcome depends on.</summary>
    private static string InputsOf(PlanRequest request, ScenarioReading reading) => string.Join(
        " | ",
        [Version, reading.ContentHash, reading.Trace?.ContentHash ?? "-", .. request.Targets.Select(target => target.Text), $"most {request.MaxHosts ?? MaxHosts.Of(request)}", .. Scope(request)]);

    /// <summary>Nothing where all hosts are counted, so that a state file of such a plan stays of use.</summary>
    private static IEnumerable<string> Scope(PlanRequest request)
    {
        if (request.Fleet is { } fleet)
            yield return $"fleet {fleet}";
        if (request.HostType is { } type)
            yield return $"type {type}";
        foreach (var (zone, hosts) in request.Held)
            yield return string.Create(CultureInfo.InvariantCulture, $"{zone} {hosts}");
    }

    private int Print(ParseResult parsed, Plan plan)
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

    private static int Print(TextWriter error, ImmutableArray<Fault> faults)
    {
        ScenarioFaults.Print(error, faults, showsAll: true, "");
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults.Length} fault{(faults.Length == 1 ? "" : "s")}; {Consequence}"));
        return ExitCodes.BadInput;
    }
}
