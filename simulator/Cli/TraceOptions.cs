using System.Collections.Immutable;
using System.CommandLine;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Cli;

/// <summary>The options that say which recorded sessions are replayed; the same for every command that reads a scenario.</summary>
internal sealed class TraceOptions
{
    /// <summary>Merged names that are shown one by one.</summary>
    private const int MaxMerged = 20;

    private readonly Option<string?> _trace = new("--trace") { Description = "Recorded sessions to replay, plain, gzip or zip: user,start,end[,group,bundle], logons and logoffs, Windows security events, last -F, Citrix, Horizon, CloudWatch, wtmp, Standard Workload Format, or WVDConnections.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--trace-format") { Description = "What kind of log it is. [default: told from its content]", HelpName = string.Join('|', TraceFormats.Names.Select(known => known.Name)) };
    private readonly Option<string[]> _columns = new("--column") { Description = "What the log calls columns, such as user=UserName,start=\"Start Time\".", HelpName = "NAME=COLUMN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "Leave bad lines of the log out and report them, instead of refusing it." };

    private readonly Option<bool> _allFaults = new("--all-faults") { Description = "Show every fault, not only the first 20 and how many there are of each kind." };

    public bool ShowsAllFaults(ParseResult parsed) => parsed.GetValue(_allFaults);

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong([.. TraceFormats.Names.Select(known => known.Name)]);
        foreach (var option in new Option[] { _trace, _format, _columns, _skipBad, _allFaults })
            command.Add(option);
        _columns.Validators.Add(result =>
        {
            if (Pairs(result.Tokens.Select(token => token.Value)).FirstOrDefault(pair => pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0) is { } wrong)
                result.AddError($"--column: \"{string.Join('=', wrong)}\" is no pair; write such as user=UserName.");
        });
    }

    /// <summary>What was understood of the log, in a line; null: there is none, or it has faults.</summary>
    public static string? Understood(ScenarioReading reading) =>
        reading is { Scenario: { } run, Trace: { } trace }
            ? $"log: {trace.Understood.ToString(trace.Sessions.Count(session => session.End <= run.Start || session.Start >= run.End))}"
            : null;

    /// <summary>Reads the scenario with its trace, and tells on standard error what was skipped.</summary>
    public ScenarioReading Read(ParseResult parsed, string scenario)
    {
        var format = TraceFormats.Names.Where(known => known.Name == parsed.GetValue(_format)).Select(known => (TraceFormat?)known.Format).FirstOrDefault();
        var reading = ScenarioFile.Read(scenario, new TraceRequest(parsed.GetValue(_trace), format, parsed.GetValue(_skipBad)) { Columns = ColumnsOf(parsed) });
        foreach (var note in reading.Notes)
            parsed.InvocationConfiguration.Error.WriteLine(note.ToString());
        if (reading.Trace is { Skipped.IsEmpty: false } trace)
            Print(parsed.InvocationConfiguration.Error, trace, ShowsAllFaults(parsed));
        if (reading.Trace is { Merged.IsEmpty: false } people)
            PrintMerged(parsed.InvocationConfiguration.Error, people);
        return reading;
    }

    private ImmutableDictionary<string, string> ColumnsOf(ParseResult parsed) =>
        Pairs(parsed.GetValue(_columns) ?? []).Aggregate(ImmutableDictionary<string, string>.Empty, (columns, pair) => columns.SetItem(pair[0], pair[1]));

    private static IEnumerable<string[]> Pairs(IEnumerable<string> written) =>
        written.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries));

    private static void Print(TextWriter error, TraceReading trace, bool showsAll)
    {
        ScenarioFaults.Print(error, [.. trace.Skipped.Select(line => line.Fault)], showsAll, "skipped ");
        int Of(BadLine kind) => trace.Skipped.Count(line => line.Kind == kind) + trace.Uncounted.GetValueOrDefault(kind);
        var kinds = Enum.GetValues<BadLine>().Where(kind => Of(kind) > 0).Select(kind => $"{Of(kind)} {TraceFaults.NameOf(kind)}");
        var all = trace.Skipped.Length + trace.Uncounted.Values.Sum();
        error.WriteLine($"{all} fault{(all == 1 ? "" : "s")} skipped: {string.Join(", ", kinds)}; {trace.Sessions.Length} sessions of {trace.UserCount} users kept.");
    }

    private static void PrintMerged(TextWriter error, TraceReading trace)
    {
        foreach (var person in trace.Merged.Take(MaxMerged))
            error.WriteLine($"merged \"{person.Shown}\" = {string.Join(" = ", person.Others.Select(name => $"\"{name}\""))}");
        if (trace.Merged.Length > MaxMerged)
            error.WriteLine($"and {trace.Merged.Length - MaxMerged} more.");
        error.WriteLine($"{trace.Merged.Sum(person => 1 + person.Others.Length)} names merged: {trace.Merged.Length} people are written in several ways; capitals make no difference.");
    }
}
