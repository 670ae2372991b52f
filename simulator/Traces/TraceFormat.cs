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
}

/// <summary>Tells formats apart.</summary>
public static class TraceFormats
{
    /// <summary>As the command line names them.</summary>
    public static IReadOnlyList<(string Name, TraceFormat Format)> Names { get; } =
        [("sessions", TraceFormat.Sessions), ("logon-logoff", TraceFormat.LogonLogoff), ("swf", TraceFormat.Swf), ("wvd", TraceFormat.Wvd)];

    /// <summary>By the first line; what is none of the others is taken for plain sessions.</summary>
    public static TraceFormat Of(string text)
    {
        var first = text.AsSpan().TrimStart();
        first = first[..Math.Max(0, first.IndexOf('\n') is var end and >= 0 ? end : first.Length)].Trim();
        if (first.StartsWith(";") || IsNumbers(first)) return TraceFormat.Swf;
        if (first.Contains("activity", StringComparison.OrdinalIgnoreCase) && first.Contains("date", StringComparison.OrdinalIgnoreCase)) return TraceFormat.LogonLogoff;
        return first.Contains("CorrelationId", StringComparison.OrdinalIgnoreCase) ? TraceFormat.Wvd : TraceFormat.Sessions;
    }

    private static bool IsNumbers(ReadOnlySpan<char> line)
    {
        foreach (var letter in line)
            if (!char.IsAsciiDigit(letter) && letter is not (' ' or '\t' or '-' or '.')) return false;
        return line.Contains(' ');
    }
}
