using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>What becomes of a session of which a log has one end only.</summary>
public enum OpenSessions
{
    /// <summary>It lasts to the log's end, or from its beginning.</summary>
    End,

    /// <summary>It is as long as half of the whole sessions are at most.</summary>
    Median,

    /// <summary>It is left out.</summary>
    Drop,
}

/// <summary>A session of which one end may be missing.</summary>
/// <param name="Start">Null: it began before the log.</param>
/// <param name="End">Null: it is open at the log's end.</param>
internal sealed record HalfSession(string User, Instant? Start, Instant? End, int Line, string Missing);

/// <summary>Gives each session its other end, as it was asked for. Without a word each is a fault: nobody guesses how long people work.</summary>
internal sealed class OpenEnds(OpenSessions? how, TraceFaults faults)
{
    /// <summary>Sessions that had one end only.</summary>
    public int Count { get; private set; }

    /// <param name="halves">All sessions of the log, whole ones too.</param>
    /// <param name="first">The first time that the log has.</param>
    /// <param name="last">The last.</param>
    public IEnumerable<TraceSession> Close(IReadOnlyList<HalfSession> halves, Instant first, Instant last)
    {
        var lengths = halves.Where(half => half.Start is not null && half.End > half.Start).Select(half => half.End!.Value - half.Start!.Value).Order().ToList();
        var median = lengths.Count == 0 ? last - first : lengths[(lengths.Count - 1) / 2];
        foreach (var half in halves)
        {
            if (half is { Start: { } start, End: { } end }) yield return new(half.User, start, end, half.Line);
            else if (Closed(half, first, last, median) is { } closed && closed.End > closed.Start) yield return closed;
        }
    }

    private TraceSession? Closed(HalfSession half, Instant first, Instant last, Duration median)
    {
        Count++;
        if (how is null) faults.Line(BadLine.Unended, "", half.Line, $"{half.Missing}; write trace.openSessions: end, median or drop in the scenario.");
        return how switch
        {
            OpenSessions.End => new(half.User, half.Start ?? first, half.End ?? last, half.Line),
            OpenSessions.Median => new(half.User, half.Start ?? half.End!.Value - median, half.End ?? half.Start!.Value + median, half.Line),
            _ => null,
        };
    }
}
