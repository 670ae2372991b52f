using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>
/// A counter of a silo whose clock runs fast, as a Prometheus by that clock would have scraped it each minute; the shipped rules are evaluated on it. An alert that goes on for
/// half an hour after the fault has a test of seconds so.
/// </summary>
internal sealed class FleetMinutes : IAsyncDisposable
{
    private readonly ConcurrentQueue<(TimeSpan At, Dictionary<string, double> ByVerb)> _scrapes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly HttpClient _http = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-minutes-").FullName;
    private readonly string _counter;
    private readonly TimeSpan _minute;
    private readonly Task _work;

    /// <param name="counter">Its name; told apart by the verb, as the alerts do.</param>
    /// <param name="minute">How long the silo takes for a minute.</param>
    public FleetMinutes(LiveSilo silo, string counter, TimeSpan minute)
    {
        (_counter, _minute) = (counter, minute);
        _work = Task.Run(() => Scrape(new(silo.Address, "metrics")));
    }

    /// <summary>Whether the alert fires in the newest minute.</summary>
    public Task<bool> Fires(string alert) => Holds($"min(count(ALERTS{{alertname=\"{alert}\", alertstate=\"firing\"}})) > bool 0");

    /// <summary>Whether an expression, such as the last one of a runbook, is 1 in the newest minute.</summary>
    public async Task<bool> Holds(string expression)
    {
        var minutes = (int)(_watch.Elapsed / _minute);
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, TestOf(expression, minutes), TestContext.Current.CancellationToken);
        var (code, output) = await Tool.Try("promtool", "test", "rules", file);
        // A rule file that is not understood is no answer either.
        Assert.True(code == 0 || output.Contains("expr:", StringComparison.Ordinal), output);
        return code == 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _http.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Scrape(Uri metrics)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var text = await _http.GetStringAsync(metrics, _stop.Token);
                _scrapes.Enqueue((_watch.Elapsed, Sample(_counter).Matches(text).GroupBy(line => line.Groups["verb"].Value).ToDictionary(
                    verb => verb.Key, verb => verb.Sum(line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture)))));
                await Task.Delay(_minute / 2, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private string TestOf(string expression, int minutes)
    {
        var scrapes = _scrapes.ToArray();
        var test = new StringBuilder()
            .AppendLine($"rule_files: [{Repository.PathOf("silo/Alerts/alerts.rules.yaml")}]")
            .AppendLine("evaluation_interval: 1m")
            .AppendLine("tests:")
            .AppendLine("  - interval: 1m")
            .AppendLine("    input_series:");
        foreach (var verb in scrapes.SelectMany(scrape => scrape.ByVerb.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var values = Enumerable.Range(0, minutes + 1).Select(minute => At(scrapes, verb, minute * _minute));
            test.AppendLine($"      - series: '{_counter}{{deskfleet_verb=\"{verb}\"}}'").AppendLine($"        values: '{string.Join(' ', values)}'");
        }

        return test
            .AppendLine("    promql_expr_test:")
            .AppendLine($"      - expr: '{expression}'")
            .AppendLine($"        eval_time: {minutes}m")
            .AppendLine("        exp_samples: [{ labels: '{}', value: 1 }]")
            .ToString();
    }

    /// <summary>What the last scrape before then said; nothing before the counter has counted.</summary>
    private static string At((TimeSpan At, Dictionary<string, double> ByVerb)[] scrapes, string verb, TimeSpan moment) =>
        scrapes.LastOrDefault(scrape => scrape.At <= moment).ByVerb is { } values && values.TryGetValue(verb, out var value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : "_";

    private static Regex Sample(string counter) => new($$"""^{{counter}}\{.*?deskfleet_verb="(?<verb>[^"]*)".*?\} (?<value>\S+)""", RegexOptions.Multiline);
}
