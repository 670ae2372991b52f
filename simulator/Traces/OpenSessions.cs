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
