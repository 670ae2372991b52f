using System.Collections.Immutable;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Regions;
using Orleans;

namespace DeskFleet.Core.Clients;

/// <summary>A directory asks for a one-time code at each sign-in, which the customer's own servers check (MFA-01).</summary>
/// <param name="Servers">Addresses of RADIUS servers; at least one.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.second-factor")]
public sealed record SecondFactor(ImmutableArray<string> Servers)
{
    /// <summary>Servers of one directory.</summary>
    public const int MaxServers = 10;

    /// <summary>
    /// Why a directory can not have it (MFA-02); null: it can. Microsoft AD can where there is nothing else, since the second factor is promised
    /// in every region (MFA-08). Of a directory that was made elsewhere nothing is known against it.
    /// </summary>
    public Refused? Fault(DirectoryType? type, string region) =>
        Servers.Length is < 1 or > MaxServers
            ? new(RefusalCode.InvalidParameter, $"A second factor needs 1 to {MaxServers} RADIUS servers, not {Servers.Length}.")
        : type == DirectoryType.SimpleAd || (type == DirectoryType.MicrosoftAd && Region.OffersConnector(region))
            ? new(RefusalCode.OperationNotSupported, "A second factor needs an AD Connector directory; make one for the domain.")
        : null;

    public bool Equals(SecondFactor? other) => other is not null && Servers.SequenceEqual(other.Servers);

    public override int GetHashCode() => Servers.Length;
}
