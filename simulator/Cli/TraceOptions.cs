using System.CommandLine;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Cli;

/// <summary>The options that say which recorded sessions are replayed; the same for every command that reads a scenario.</summary>
internal sealed class TraceOptions
{
    private const int MostLines = 50;

    private readonly Option<string?> _trace = new("--trace") { Description = "Recorded sessions to replay, gzip or plain: user,start,end[,group,bundle], logons and logoffs, Standard Workload Format, or WVDConnections.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--trace-format") { Description = "What kind of log it is. [default: told from its content]", HelpName = string.Join('|', TraceFormats.Names.Select(known => known.Name)) };
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "Leave bad lines of the log out and report them, instead of refusing it." };

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong([.. TraceFormats.Names.Select(known => known.Name)]);
        foreach (var option in new Option[] { _trace, _format, _skipBad })
            command.Add(option);
    }

    /// <summary>Reads the scenario with its trace, and tells on standard error what was skipped.</summary>
    public ScenarioReading Read(ParseResult parsed, string scenario)
    {
        var format = TraceFormats.Names.Where(known => known.Name == parsed.GetValue(_format)).Select(known => (TraceFormat?)known.Format).FirstOrDefault();
        var reading = ScenarioFile.Read(scenario, new TraceRequest(parsed.GetValue(_trace), format, parsed.GetValue(_skipBad)));
        if (reading.Trace is { Skipped.IsEmpty: false } trace)
            Print(parsed.InvocationConfiguration.Error, trace);
        if (reading.Trace is { Merged.IsEmpty: false } people)
            PrintMerged(parsed.InvocationConfiguration.Error, people);
        return reading;
    }

    private static void Print(TextWriter error, TraceReading trace)
    {
        foreach (var line in trace.Skipped.Take(MostLines))
            error.WriteLine($"skipped {line.Fault}");
        if (trace.Skipped.Length > MostLines)
            error.WriteLine($"and {trace.Skipped.Length - MostLines} more.");
        var kinds = trace.Skipped.GroupBy(line => line.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {NameOf(kind.Key)}");
        error.WriteLine($"{trace.Skipped.Length} faults skipped: {string.Join(", ", kinds)}; {trace.Sessions.Length} sessions of {trace.UserCount} users kept.");
    }

    private static void PrintMerged(TextWriter error, TraceReading trace)
    {
        foreach (var person in trace.Merged.Take(MostLines))
            error.WriteLine($"merged \"{person.Shown}\" = {string.Join(" = ", person.Others.Select(name => $"\"{name}\""))}");
        if (trace.Merged.Length > MostLines)
            error.WriteLine($"and {trace.Merged.Length - MostLines} more.");
        error.WriteLine($"{trace.Merged.Sum(person => 1 + person.Others.Length)} names merged: {trace.Merged.Length} people are written in several ways; capitals make no difference.");
    }

    private static string NameOf(BadLine kind) => kind switch
    {
        BadLine.NegativeLength => "without length",
        BadLine.Overlap => "overlapping",
        BadLine.Unended => "without the other end",
        BadLine.UnknownUser => "of unknown users",
        BadLine.UnknownGroup => "of unknown groups",
        BadLine.UnknownBundle => "of unknown bundles",
        _ => "malformed",
    };
}
