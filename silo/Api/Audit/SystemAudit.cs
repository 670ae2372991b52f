using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Access;
using NodaTime;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>Puts what timers and maintenance did into the audit trail, under the caller <c>system</c> (AUD-01).</summary>
internal sealed partial class SystemAudit(AuditDesk audit, ILogger<SystemAudit> logger) : ISystemTrail
{
    public const string Caller = "system";

    public void Write(Instant at, WorkSpaceState desktop, SystemAction action)
    {
        if (desktop.Identity is not { } identity)
            return;
        var name = $"{Caller}:{action.Name}";
        var record = new AuditRecord(
            at,
            Guid.NewGuid().ToString(),
            Caller,
            identity.Account,
            Source: null,
            name,
            [ResourceNames.Of(identity.Account, desktop.Id)],
            Parameters: null,
            AuditRecord.Accepted,
            action.Why,
            []);
        if (!audit.System(record))
            LogNotRecorded(logger, name, desktop.Id, action.Why);
    }

    [LoggerMessage(LogLevel.Error, "{Action} of {WorkSpace} ({Why}) could not be recorded in the audit file. Make room for it.")]
    private static partial void LogNotRecorded(ILogger logger, string action, WorkSpaceId workSpace, string why);
}
