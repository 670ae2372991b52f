namespace DeskFleet.Silo.Auditing;

/// <summary>
/// How fast the auditor goes: a page every 2 s unless set, however small or large the fleet is, so what it costs does not depend on that. 100,000 desktops
/// and their users are compared in 35 minutes.
/// </summary>
public sealed class AuditOptions
{
    public static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(2);

    /// <summary>Records of a page; 200.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>After each page; 2 s unless set.</summary>
    public TimeSpan Pause { get; init; } = DefaultPause;

    /// <summary>Between the last page of a round and the next one; 2 s unless set. The first round begins with the silo.</summary>
    public TimeSpan RoundPause { get; init; } = DefaultPause;
}
