using System.CommandLine;
using System.Text.Json;
using DeskFleet.Simulator.Alerts;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.Core;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>alerts RULES</c>: says when the alerts of a rule file would have fired.</summary>
public sealed class AlertsCommand : SimulatorCommand
{
    private readonly Argument<string> _rules = new("RULES") { Description = "A file of Prometheus alert rules, such as silo/Alerts/alerts.rules.yaml." };
    private readonly Option<string> _prometheus = new("--prometheus") { Description = "The server that holds the metrics of the run and the recorded series.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:9090" };
    private readonly Option<string> _from = new("--from") { Description = "First evaluation, such as 2026-03-02T00:00Z.", HelpName = "TIME", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "Last evaluation.", HelpName = "TIME", Required = true };

    public AlertsCommand()
        : base("alerts", "Says when alerts would have fired over a simulated time, from the metrics of a run in Prometheus.")
    {
        Add(_rules);
        foreach (var option in new Option[] { _prometheus, _from, _to })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim alerts silo/Alerts/alerts.rules.yaml --from 2026-03-02T00:00Z --to 2026-03-09T00:00Z
          deskfleet-sim alerts silo/Alerts/alerts.rules.yaml --prometheus http://127.0.0.1:9091 --from 2026-03-04T00:00Z --to 2026-03-05T00:00Z
        """;

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (Time(parsed.GetValue(_from)!) is not { } from || Time(parsed.GetValue(_to)!) is not { } to || to < from)
        {
            error.WriteLine("--from and --to must be times such as 2026-03-02T00:00Z, the first before the second.");
            return ExitCodes.BadInput;
        }

        if (!Uri.TryCreate(parsed.GetValue(_prometheus), UriKind.Absolute, out var server))
        {
            error.WriteLine($"--prometheus: '{parsed.GetValue(_prometheus)}' is no address; give one such as http://127.0.0.1:9090.");
            return ExitCodes.BadInput;
        }

        var rules = parsed.GetValue(_rules)!;
        try
        {
            using var http = new HttpClient();
            var client = new PrometheusClient(http, server);
            using var file = File.OpenText(rules);
            foreach (var rule in AlertRule.Read(file))
                await Replay(client, rule, from, to, output, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            error.WriteLine($"Prometheus at {parsed.GetValue(_prometheus)} does not answer: {fault.Message} Start it, or name another with --prometheus.");
            return ExitCodes.BadInput;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or YamlException)
        {
            error.WriteLine($"{rules}: {(File.Exists(rules) ? fault.Message : "There is no such file.")} Name a file of Prometheus alert rules.");
            return ExitCodes.BadInput;
        }
    }

    private static async Task Replay(PrometheusClient client, AlertRule rule, Instant from, Instant to, TextWriter output, CancellationToken cancellation)
    {
        var firings = AlertReplay.Of(rule, await client.ActiveAt(rule.Expression, from, to, cancellation), to).ToList();
        foreach (var firing in firings)
            output.WriteLine($"{Text(firing.From)}  {(firing.Until is { } until ? Text(until) : "still firing     ")}  {firing.Alert}  {firing.Labels}".TrimEnd());
        if (firings.Count == 0)
            output.WriteLine($"{"never",-36}  {rule.Name}");
    }

    private static string Text(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm'Z'").Format(at);

    private static Instant? Time(string text) =>
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<G>").Parse(text) is { Success: true } parsed ? parsed.Value.ToInstant() : null;
}
