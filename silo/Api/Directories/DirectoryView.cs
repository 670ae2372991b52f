using System.IO.Hashing;
using System.Text;
using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Regions;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>How a directory looks on the wire.</summary>
internal static class DirectoryView
{
    private const string CodePrefix = "WSdesk+";

    /// <summary>Digits that a registration code has room for.</summary>
    private const int CodeLength = 13;
    private const string SimpleAd = "SIMPLE_AD";

    public static WorkspaceDirectory Of(DirectoryDescription directory)
    {
        var registration = RegistrationOf(directory);
        return new(
            directory.Id.Value,
            directory.Id.Value,
            directory.Profile?.Name ?? directory.Id.Value,
            RegistrationCode(directory.Id),
            Subnets(directory),
            [.. directory.Profile?.DnsAddresses ?? []],
            directory.Profile?.CustomerUserName is { Length: > 0 } user ? user : null,
            TypeOf(directory),
            $"sg-{Hex(directory.Id, 17)}",
            "REGISTERED",
            SettingsBag.Read(SettingsBag.Creation, directory.Settings, CreationProperties.Defaults),
            directory.IpGroups,
            SettingsBag.Read(SettingsBag.Access, directory.Settings, AccessProperties.Defaults),
            directory.IsDedicated ? "DEDICATED" : "SHARED",
            SettingsBag.Read(SettingsBag.Selfservice, directory.Settings, SelfservicePermissions.Defaults),
            registration.WorkspaceDirectoryName,
            registration.WorkspaceDirectoryDescription,
            registration.UserIdentityType ?? "AWS_DIRECTORY_SERVICE",
            "PERSONAL");
    }

    /// <summary>Those it was registered or created with; made up from its id where nobody has given any.</summary>
    public static IReadOnlyList<string> Subnets(DirectoryDescription directory) =>
        RegistrationOf(directory).SubnetIds ?? directory.Profile?.Subnets.AsEnumerable().ToList() ?? [$"subnet-{Hex(directory.Id, 16)}a", $"subnet-{Hex(directory.Id, 16)}b"];

    /// <summary>What users give their client: one for each directory (DIR-18).</summary>
    private static string RegistrationCode(DirectoryId id) => CodePrefix + (id.Value[2..] is { Length: <= CodeLength } digits
        ? digits.ToUpperInvariant()
        : $"Z{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(id.Value)) & 0xffff_ffff_ffff:X12}");

    /// <summary>Null: the wire has no name for it, or it is none that the region has (DIR-05).</summary>
    private static string? TypeOf(DirectoryDescription directory) => directory.Profile?.Type switch
    {
        DirectoryType.AdConnector => "AD_CONNECTOR",
        DirectoryType.SimpleAd => SimpleAd,
        DirectoryType.MicrosoftAd => null,
        _ => Region.OffersConnector(directory.Account.Region) ? SimpleAd : null,
    };

    private static Registration RegistrationOf(DirectoryDescription directory) =>
        SettingsBag.Read(SettingsBag.Registration, directory.Settings, new Registration());

    private static string Hex(DirectoryId id, int length)
    {
        var digits = id.Value[2..].Where(char.IsAsciiHexDigitLower).ToArray();
        return new string(digits).PadLeft(length, '0')[^length..];
    }
}
