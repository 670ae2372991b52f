using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Regions;
using Orleans;

namespace DeskFleet.Core.Directories;

/// <summary>Who keeps the users.</summary>
public enum DirectoryType
{
    /// <summary>Made and run by the service (DIR-02).</summary>
    SimpleAd,

    /// <summary>A way to the customer's own Active Directory (DIR-03).</summary>
    AdConnector,

    /// <summary>Active Directory run by the service.</summary>
    MicrosoftAd,
}

/// <summary>What a directory is from its creation on.</summary>
/// <param name="Name">The domain's name.</param>
/// <param name="Subnets">Two different ones: the first is in the first zone (PLC-01).</param>
/// <param name="DnsAddresses">Of the customer's domain; for AD Connector.</param>
/// <param name="CustomerUserName">May create computer accounts in the customer's domain; for AD Connector.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-profile")]
public sealed record DirectoryProfile(
    DirectoryType Type,
    string Name,
    string ShortName,
    string Description,
    string Size,
    string VpcId,
    ImmutableArray<string> Subnets,
    ImmutableArray<string> DnsAddresses,
    string CustomerUserName)
{
    private const int NeededSubnets = 2;

    /// <summary>Why there can be no such directory in this region; null: there can.</summary>
    public Refused? Fault(string region) =>
        Type != DirectoryType.MicrosoftAd && !Region.OffersConnector(region)
            ? new(RefusalCode.OperationNotSupported, $"{region} offers Microsoft AD directories only; create one of that type.")
        : Subnets.Distinct(StringComparer.Ordinal).Count() != NeededSubnets || Subnets.Length != NeededSubnets
            ? new(RefusalCode.InvalidParameter, "A directory needs two different subnets, each in a zone of its own.")
        : Type == DirectoryType.AdConnector && (DnsAddresses.IsEmpty || CustomerUserName.Length == 0)
            ? new(RefusalCode.InvalidParameter, "An AD Connector needs the addresses of the domain's DNS servers and an account that may create computer accounts.")
        : null;
}
