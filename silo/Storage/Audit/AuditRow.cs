using NodaTime;

namespace DeskFleet.Silo.Storage.Audit;

/// <summary>One record of the trail, as the database keeps it.</summary>
/// <param name="At">By the fleet's clock.</param>
/// <param name="Json">An object with at least <c>resources</c>, and <c>caller</c> where he is known.</param>
public sealed record AuditRow(Instant At, string Json);

/// <summary>What to look for; what is left out does not matter.</summary>
/// <param name="Resource">Its whole name, or its last part such as <c>ws-...</c>.</param>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after.</param>
public sealed record AuditQuery(string? Resource = null, string? Caller = null, Instant? From = null, Instant? To = null)
{
    /// <summary>Where the page before ended.</summary>
    public AuditCursor After { get; init; } = new(long.MinValue, 0);
}

/// <summary>A place in the trail.</summary>
public sealed record AuditCursor(long AtMilliseconds, long Position)
{
    /// <summary>Null: it is none.</summary>
    public static AuditCursor? Parse(string text) =>
        text.Split('-') is [var at, var position] && long.TryParse(at, out var milliseconds) && long.TryParse(position, out var number) ? new(milliseconds, number) : null;

    public override string ToString() => FormattableString.Invariant($"{AtMilliseconds}-{Position}");
}

/// <summary>Some records in the order of their time.</summary>
/// <param name="Next">Where to go on; null: there are no more.</param>
public sealed record AuditPage(IReadOnlyList<string> Records, AuditCursor? Next);
