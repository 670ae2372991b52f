using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DeskFleet.Silo.Auditing;

/// <summary>Puts the auditor beside a silo's database.</summary>
public static class AuditHosting
{
    /// <summary>Options that are registered before stay.</summary>
    public static ISiloBuilder UseAuditor(this ISiloBuilder silo, FleetDatabase database)
    {
        silo.Services.AddSingleton(new FleetRecords(database, FleetClientOptions.ServiceId));
        silo.Services.TryAddSingleton(new AuditOptions());
        silo.Services.AddSingleton<AuditCounts>();
        silo.Services.AddSingleton<Auditor>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<Auditor>());
        return silo;
    }
}
