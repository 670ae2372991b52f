using System.Buffers;
using System.Text;
using DeskFleet.Silo.Storage.Audit;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// Where everything that is asked of the fleet is recorded (AUD-01). What changes something is recorded before it is done: it stands in the file or log, and in the
/// database where there is one, or it is not done. What became of it follows. Refusals stand there too; reads in the file or log only. Thread-safe.
/// </summary>
/// <param name="lines">The file or the log.</param>
/// <param name="table">Null: there is no database, or it keeps no trail.</param>
internal sealed class AuditDesk(IAuditTrail lines, RefusalSampler refusals, AuditWriter? table)
{
    /// <summary>How long a change waits for its record.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer waits for its record, which is stored later if it is late.</summary>
    private static readonly TimeSpan PatienceOfAnswers = TimeSpan.FromSeconds(2);

    /// <summary>Records what is about to be done.</summary>
    /// <returns>False: it is not recorded, and must not be done.</returns>
    public async Task<bool> Ask(AuditRecord asked)
    {
        if (table is not null && !await table.Store(RowOf(asked), Patience))
        {
            lines.Owe(asked with { Outcome = AuditRecord.Unrecorded });
            return false;
        }

        if (lines.TryWrite(asked))
            return true;
        table?.Owe(RowOf(asked with { Outcome = AuditRecord.Unrecorded, Parameters = null }));
        return false;
    }

    /// <summary>Records what became of it.</summary>
    public Task Answer(AuditRecord answered)
    {
        lines.TryWrite(answered);
        return table?.Keep(RowOf(answered), PatienceOfAnswers) ?? Task.CompletedTask;
    }

    /// <summary>Records a read.</summary>
    public void Read(AuditRecord read) => lines.Owe(read);

    /// <summary>Records what was refused before anything was about to be done.</summary>
    public void Refuse(AuditRecord refusal) => refusals.Write(refusal);

    /// <summary>Records what timers and maintenance have done.</summary>
    /// <returns>False: it is not in the file.</returns>
    public bool System(AuditRecord done)
    {
        table?.Owe(RowOf(done));
        return lines.TryWrite(done);
    }

    internal static AuditRow RowOf(AuditRecord record)
    {
        var json = new ArrayBufferWriter<byte>();
        AuditJson.Write(json, record);
        return new(record.At, Encoding.UTF8.GetString(json.WrittenSpan));
    }
}

/// <summary>Where refusals go.</summary>
internal sealed class RefusalTrail(IAuditTrail lines, AuditWriter? table) : IRefusalTrail
{
    public void Write(AuditRecord refusal)
    {
        lines.Owe(refusal);
        table?.Owe(AuditDesk.RowOf(refusal));
    }
}
