using System.CommandLine;
using DeskFleet.Silo.Retention;

namespace DeskFleet.Silo.Cli;

/// <summary>The options about how long what is over is kept.</summary>
public sealed class RetentionCommandOptions
{
    private readonly Option<int> _journal = SiloCommand.Setting(
        "--journal-days", "DAYS", RetentionSettings.DefaultJournalDays, "How long lines of the journal are kept.");

    private readonly Option<int> _terminated = SiloCommand.Setting(
        "--terminated-days", "DAYS", RetentionSettings.DefaultTerminatedDays, "How long records of TERMINATED WorkSpaces are kept.");

    private readonly Option<int> _audit = SiloCommand.Setting(
        "--audit-days", "DAYS", RetentionSettings.DefaultAuditDays, "How long records of the audit trail are kept in the database.");

    public IEnumerable<Option> All => [_journal, _terminated, _audit];

    public RetentionSettings Read(ParseResult parsed) => new(parsed.GetValue(_journal), parsed.GetValue(_terminated)) { AuditDays = parsed.GetValue(_audit) };
}
