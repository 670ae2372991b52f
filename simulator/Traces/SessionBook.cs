namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Collects the sessions of a log while it is read, and gives those with one end the other, as it was asked for. Without a word each of these is a fault: nobody
/// guesses how long people work. Times are seconds since 1970.
/// </summary>
internal sealed class SessionBook(OpenSessions? how, TraceNames names, TraceFaults faults)
{
    private const int LeastCapacity = 16;

    private TraceSession[] _sessions = [];
    private int _count;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Sessions that had one end only.</summary>
    public int OpenEnds { get; private set; }

    /// <summary>Records or events of a log that has no lines.</summary>
    public int Units { get; set; }

    /// <summary>Sessions that were read, before any were joined.</summary>
    public int Read { get; private set; }

    /// <summary>At most so many are to come; spares copies of what is large.</summary>
    public void Expect(int sessions) => Array.Resize(ref _sessions, Math.Max(_sessions.Length, _count + sessions));

    /// <summary>The log speaks of this second.</summary>
    public void Saw(long second) => (_first, _last) = (Math.Min(_first, second), Math.Max(_last, second));

    public void Add(string user, long start, long end, int line)
    {
        Saw(start);
        Saw(end);
        if (names.Read(user, "user", line) is { } name) Add(new TraceSession(name, start, end, line));
    }

    /// <param name="missing">What the log lacks, as half a sentence.</param>
    public void AddWithoutEnd(string user, long start, int line, string missing)
    {
        Saw(start);
        if (names.Read(user, "user", line) is { } name) AddOpen(TraceSession.WithoutEnd(name, start, line), missing);
    }

    /// <param name="missing">What the log lacks, as half a sentence.</param>
    public void AddWithoutStart(string user, long end, int line, string missing)
    {
        Saw(end);
        if (names.Read(user, "user", line) is { } name) AddOpen(TraceSession.WithoutStart(name, end, line), missing);
    }

    /// <summary>All sessions, whole; by start, user and line.</summary>
    public SessionList Close()
    {
        var median = OpenEnds > 0 && how == OpenSessions.Median ? Median() : 0;
        var kept = 0;
        foreach (var session in _sessions.AsSpan(0, _count))
        {
            var closed = session.HasNoEnd ? session.Until(how == OpenSessions.Median ? session.StartSecond + median : _last)
                : session.HasNoStart ? Begun(session, median)
                : session;
            if (closed.Seconds > 0) _sessions[kept++] = closed;
        }

        var list = new SessionList(_sessions, kept);
        list.Sort();
        Read = kept;
        return list;
    }

    private TraceSession Begun(TraceSession session, long median) =>
        new(session.User, how == OpenSessions.Median ? session.StartSecond - median : _first, session.StartSecond, session.Line);

    private void AddOpen(TraceSession session, string missing)
    {
        OpenEnds++;
        if (how is null) faults.Line(BadLine.Unended, "", session.Line, $"{missing}; write trace.openSessions: end, median or drop in the scenario.");
        else if (how != OpenSessions.Drop) Add(session);
    }

    private void Add(TraceSession session)
    {
        if (_count == _sessions.Length) Array.Resize(ref _sessions, Math.Max(LeastCapacity, _count + (_count / 2)));
        _sessions[_count++] = session;
    }

    /// <summary>The lower of the two in the middle, of whole sessions; without any, the log's own length.</summary>
    private long Median()
    {
        var lengths = new uint[_count];
        var whole = 0;
        foreach (var session in _sessions.AsSpan(0, _count))
            if (session is { HasNoEnd: false, HasNoStart: false }) lengths[whole++] = (uint)session.Seconds;
        Array.Sort(lengths, 0, whole);
        return whole == 0 ? _last - _first : lengths[(whole - 1) / 2];
    }
}
