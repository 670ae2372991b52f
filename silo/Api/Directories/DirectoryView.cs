using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>How a directory looks on the wire.</summary>
internal static class DirectoryView
{
    private const int CodeLength = 6;
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
            directory.Profile?.Type == DirectoryType.AdConnector ? "AD_CONNECTOR" : SimpleAd,
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
    private static string RegistrationCode(DirectoryId id) => $"WSdesk+{id.Value[^CodeLength..].ToUpperInvariant()}";

    private static Registration RegistrationOf(DirectoryDescription directory) =>
        SettingsBag.Read(SettingsBag.Registration, directory.Settings, new Registration());

    private static string Hex(DirectoryId id, int length)
    {
        var digits = id.Value[2..].Where(char.IsAsciiHexDigitLower).ToArray();
        return new string(digits).PadLeft(length, '0')[^length..];
    }
}
