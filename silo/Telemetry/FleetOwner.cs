namespace DeskFleet.Silo.Telemetry;

/// <summary>
/// One silo speaks for the whole fleet: the oldest that is active, so that it changes only when that one goes. While a killed one is not yet missed
/// nobody does; two never do for longer than a change of membership needs to be heard.
/// </summary>
public sealed class FleetOwner(ISiloStatusOracle silos, ILocalSiloDetails self)
{
    public bool IsOwner => silos.CurrentStatus == SiloStatus.Active && Oldest() is { } oldest && oldest.Equals(self.SiloAddress);

    private SiloAddress? Oldest() =>
        silos.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderBy(silo => silo.Generation).ThenBy(silo => silo.ToString(), StringComparer.Ordinal).FirstOrDefault();
}
