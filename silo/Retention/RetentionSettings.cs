namespace DeskFleet.Silo.Retention;

/// <summary>How long what is over is kept; checked.</summary>
/// <param name="JournalDays">Lines of the journal; 62 (so that this month and the last can be told in full) to 36,500; 400 unless set.</param>
/// <param name="TerminatedDays">Records of TERMINATED WorkSpaces; 62 (so that the last month can be billed for all of them) to 36,500; 62 unless set.</param>
public sealed record RetentionSettings(int JournalDays = RetentionSettings.DefaultJournalDays, int TerminatedDays = RetentionSettings.DefaultTerminatedDays)
{
    public const int DefaultJournalDays = 400;
    public const int DefaultTerminatedDays = 62;
    public const int DefaultAuditDays = 400;
    private const int FewestJournalDays = 62;
    private const int FewestTerminatedDays = 62;
    private const int MaxDays = 36_500;

    /// <summary>Records of the audit trail in the database; 1 to 36,500; 400 unless set.</summary>
    public int AuditDays { get; init; } = DefaultAuditDays;

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (JournalDays is < FewestJournalDays or > MaxDays)
            yield return $"--journal-days: {JournalDays} is not possible; give {FewestJournalDays} to {MaxDays}.";
        if (TerminatedDays is < FewestTerminatedDays or > MaxDays)
            yield return $"--terminated-days: {TerminatedDays} is not possible; give {FewestTerminatedDays} to {MaxDays}.";
        if (AuditDays is < 1 or > MaxDays)
            yield return $"--audit-days: {AuditDays} is not possible; give 1 to {MaxDays}.";
    }
}
