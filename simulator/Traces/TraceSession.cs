using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>One recorded session, half-open: [Start, End), of whole seconds and at least one. Logs have many, so it is small.</summary>
public readonly record struct TraceSession
{
    private const uint EndUnknown = uint.MaxValue;
    private const uint StartUnknown = uint.MaxValue - 1;

    private readonly long _second;
    private readonly uint _seconds;

    /// <param name="user">As the log names the person, and always the same way.</param>
    /// <param name="line">Where in the log, from 1.</param>
    public TraceSession(string user, Instant start, Instant end, int line)
        : this(user, start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds(), line)
    {
    }

    /// <summary>The same in seconds since 1970. A session never lasts longer than a century.</summary>
    internal TraceSession(string user, long start, long end, int line)
        : this(user, start, (uint)Math.Clamp(end - start, 0, StartUnknown - 1), line)
    {
    }

    private TraceSession(string user, long second, uint seconds, int line) => (User, _second, _seconds, Line) = (user, second, seconds, line);

    /// <summary>As the log names the person, and always the same way.</summary>
    public string User { get; internal init; }

    /// <summary>Where in the log, from 1.</summary>
    public int Line { get; }

    public Instant Start => Instant.FromUnixTimeSeconds(_second);

    public Instant End => Instant.FromUnixTimeSeconds(EndSecond);

    /// <summary>Since 1970.</summary>
    internal long StartSecond => _second;

    /// <summary>Since 1970.</summary>
    internal long EndSecond => _second + _seconds;

    internal long Seconds => _seconds;

    /// <summary>The log has its beginning only.</summary>
    internal bool HasNoEnd => _seconds == EndUnknown;

    /// <summary>The log has its end only.</summary>
    internal bool HasNoStart => _seconds == StartUnknown;

    internal static TraceSession WithoutEnd(string user, long start, int line) => new(user, start, EndUnknown, line);

    internal static TraceSession WithoutStart(string user, long end, int line) => new(user, end, StartUnknown, line);

    /// <summary>The same session until another second.</summary>
    internal TraceSession Until(long end) => new(User, _second, end, Line);
}
