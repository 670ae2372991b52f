namespace DeskFleet.Simulator.Scenarios;

/// <summary>Equal hosts in one zone.</summary>
/// <param name="Owner">The account (default) or the provider.</param>
/// <param name="Zone">Availability zone, used by at least one directory.</param>
/// <param name="Type">Their hardware.</param>
/// <param name="Count">How many, from 0 to 100,000.</param>
public sealed record HostGroup(HostOwner Owner, string Zone, HostTypeSpec Type, int Count)
{
    /// <summary>Place of the account that lists them among the scenario's fleets.</summary>
    public int Fleet { get; init; }

    public const int MaxHosts = 100_000;
}
