using System.Buffers;
using System.Text;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>The trail in the silo's own log, one line a call, for collectors.</summary>
internal sealed partial class AuditLog(ILogger<AuditLog> logger) : IAuditTrail
{
    public bool TryWrite(AuditRecord record)
    {
        Owe(record);
        return true;
    }

    public void Owe(AuditRecord record)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        var line = new ArrayBufferWriter<byte>();
        AuditJson.Write(line, record);
        LogCall(logger, Encoding.UTF8.GetString(line.WrittenSpan));
    }

    [LoggerMessage(LogLevel.Information, "{Call}")]
    private static partial void LogCall(ILogger logger, string call);
}
