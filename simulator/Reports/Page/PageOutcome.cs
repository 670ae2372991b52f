namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What a page's verdict comes to; it colours it.</summary>
internal enum PageOutcome
{
    Holds,

    /// <summary>What was demanded holds, and yet somebody was refused.</summary>
    Warns,
    Misses,

    /// <summary>It was ended early, so nothing is claimed.</summary>
    Interrupted,
}
