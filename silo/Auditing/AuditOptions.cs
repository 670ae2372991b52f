namespace DeskFleet.Silo.Auditing;

/// <summary>
/// How fast the auditor goes. The defaults read 100 records a second at most, whatever the size of the fleet: 100,000 desktops and their users are
/// compared in 35 minutes.
/// </summary>
public sealed class AuditOptions
{
    public static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan DefaultRoundPause = TimeSpan.FromMinutes(1);

    /// <summary>Records of a page; 200.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>Between two pages; 2 s unless set.</summary>
    public TimeSpan Pause { get; init; } = DefaultPause;

    /// <summary>Between the end of a round and the next; 1 minute unless set. The first begins with the silo.</summary>
    public TimeSpan RoundPause { get; init; } = DefaultRoundPause;
}
