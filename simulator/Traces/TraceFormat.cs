using System.Text.RegularExpressions;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>The kinds of log that can be replayed.</summary>
public enum TraceFormat
{
    /// <summary><c>user,start,end[,group,bundle]</c>.</summary>
    Sessions,

    /// <summary><c>id,date,user,pc,activity</c>: one line a logon or logoff.</summary>
    LogonLogoff,

    /// <summary>Standard Workload Format: a job is a session of its user.</summary>
    Swf,

    /// <summary>The export of Azure Virtual Desktop's WVDConnections table.</summary>
    Wvd,

    /// <summary>Windows' security log, as CSV or as the binary log itself.</summary>
    Windows,

    /// <summary>What <c>last -F</c> prints.</summary>
    Last,

    /// <summary>Citrix Monitor's sessions as JSON.</summary>
    Citrix,

    /// <summary>VMware Horizon's events as CSV.</summary>
    Horizon,

    /// <summary>CloudWatch's UserConnected, CSV or JSON.</summary>
    CloudWatch,

    /// <summary>The records of utmp and wtmp as Linux writes them.</summary>
    Wtmp,

    /// <summary><c>computer,state,time</c>: which machine is in use from when on.</summary>
    States,
}

/// <summary>Tells formats apart.</summary>
public static partial class TraceFormats
{
    /// <summary>As the command line names them.</summary>
    public static IReadOnlyList<(string Name, TraceFormat Format)> Names { get; } =
        [("sessions", TraceFormat.Sessions), ("logon-logoff", TraceFormat.LogonLogoff), ("swf", TraceFormat.Swf), ("wvd", TraceFormat.Wvd),
        ("windows", TraceFormat.Windows), ("last", TraceFormat.Last), ("citrix", TraceFormat.Citrix), ("horizon", TraceFormat.Horizon), ("cloudwatch", TraceFormat.CloudWatch), ("wtmp", TraceFormat.Wtmp), ("states", TraceFormat.States)];

    /// <summary>By the first line; what is none of the others is taken for plain sessions.</summary>
    internal static TraceFormat Of(InputSource log)
    {
        if (WtmpParser.IsIt(log)) return TraceFormat.Wtmp;
        if (EvtxParser.IsIt(log)) return TraceFormat.Windows;
        var head = log.Text.Head;
        var first = head.AsSpan().TrimStart();
        first = first[..Math.Max(0, first.IndexOf('\n') is var end and >= 0 ? end : first.Length)].Trim();
        if (IsJson(head)) return head.Contains("MetricDataResults", StringComparison.Ordinal) ? TraceFormat.CloudWatch : TraceFormat.Citrix;
        if (first.StartsWith(";") || IsNumbers(first)) return TraceFormat.Swf;
        return OfHead(first.ToString()) ?? (LastLine().IsMatch(head.AsSpan(0, Math.Min(head.Length, 4096))) ? TraceFormat.Last : TraceFormat.Sessions);
    }

    /// <summary>The text begins as JSON does.</summary>
    internal static bool IsJson(string head) => head.AsSpan().TrimStart() is ['{' or '[', ..];

    /// <summary>Its times are UTC, whatever the scenario says of the log's clock.</summary>
    internal static bool IsUtc(TraceFormat format) => format is TraceFormat.Citrix or TraceFormat.CloudWatch or TraceFormat.Wvd or TraceFormat.Wtmp or TraceFormat.Swf;

    private static TraceFormat? OfHead(string head)
    {
        bool Has(string column) => head.Contains(column, StringComparison.OrdinalIgnoreCase);
        return Has("CorrelationId") ? TraceFormat.Wvd
            : Has("EventType") ? TraceFormat.Horizon
            : Has("LogonType") || Has("EventID") || Has("Event ID") || Has("EventCode") ? TraceFormat.Windows
            : HasColumns(head, EventFormats.LogonLogoff) ? TraceFormat.LogonLogoff
            : HasColumns(head, EventFormats.States) || EventFormats.States.IsLine(FieldsOf(head)) ? TraceFormat.States
            : Has("WorkspaceId") && Has("Timestamp") ? TraceFormat.CloudWatch
            : null;
    }

    /// <summary>All that a format needs, by any of their names.</summary>
    private static bool HasColumns(string head, EventFormat format)
    {
        var names = FieldsOf(head).Select(name => name.Split('[')[0].Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return format.Columns.Where(column => column.IsNeeded).All(column => column.Names.Any(names.Contains));
    }

    private static string[] FieldsOf(string line) => [.. line.Split(',', ';', '\t', '|').Select(field => field.Trim('"', ' '))];

    [GeneratedRegex(@"^\S+ .* (Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex LastLine();

    private static bool IsNumbers(ReadOnlySpan<char> line)
    {
        foreach (var letter in line)
            if (!char.IsAsciiDigit(letter) && letter is not (' ' or '\t' or '-' or '.')) return false;
        return line.Contains(' ');
    }
}
