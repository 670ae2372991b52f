using System.Collections;

namespace DeskFleet.Simulator.Traces;

/// <summary>The sessions of a log, in one piece of memory: a large log has millions.</summary>
public sealed class SessionList : IReadOnlyList<TraceSession>
{
    private readonly TraceSession[] _sessions;

    internal SessionList(TraceSession[] sessions, int count) => (_sessions, Length) = (sessions, count);

    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    int IReadOnlyCollection<TraceSession>.Count => Length;

    internal Span<TraceSession> Span => _sessions.AsSpan(0, Length);

    /// <exception cref="ArgumentOutOfRangeException">There is no such session.</exception>
    public TraceSession this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
            return _sessions[index];
        }
    }

    public IEnumerator<TraceSession> GetEnumerator()
    {
        for (var i = 0; i < Length; i++) yield return _sessions[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>By start, then user in ordinal order, then line.</summary>
    internal void Sort() => Span.Sort(static (one, other) =>
        one.StartSecond.CompareTo(other.StartSecond) is not 0 and var byStart ? byStart
        : string.CompareOrdinal(one.User, other.User) is not 0 and var byUser ? byUser
        : one.Line.CompareTo(other.Line));

    /// <summary>Keeps the first of them.</summary>
    internal void Truncate(int length) => Length = length;
}
