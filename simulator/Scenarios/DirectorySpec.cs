namespace DeskFleet.Simulator.Scenarios;

/// <summary>A directory of users, whose desktops are spread over two availability zones (PLC-01).</summary>
/// <param name="Name">Unique name.</param>
/// <param name="ZoneA">First zone, one of the region's.</param>
/// <param name="ZoneB">Second zone, another one of the region's.</param>
/// <param name="Dedicated">True: desktops run on the account's own hosts only (BYO-03); default false.</param>
public sealed record DirectorySpec(string Name, string ZoneA, string ZoneB, bool Dedicated)
{
    /// <summary>Place of its account and region among the scenario's fleets.</summary>
    public int Fleet { get; init; }

    public IEnumerable<string> Zones => [ZoneA, ZoneB];

    /// <summary>Who owns the hosts that this directory's desktops run on.</summary>
    public HostOwner Pool => Dedicated ? HostOwner.Account : HostOwner.Provider;
}
