using DeskFleet.Silo.Api.Tags;
using NodaTime;

namespace DeskFleet.Silo.Api.Directories;

// Shapes of the directory service, named as there; passwords are checked against their shape and read no further.

internal sealed record VpcSettings(string VpcId, IReadOnlyList<string> SubnetIds);

internal sealed record ConnectSettings(string VpcId, IReadOnlyList<string> SubnetIds, string CustomerUserName, IReadOnlyList<string>? CustomerDnsIps = null);

internal sealed record CreateDirectoryRequest(
    string Name, string Size, string? ShortName = null, string? Description = null, VpcSettings? VpcSettings = null, IReadOnlyList<TagShape>? Tags = null);

internal sealed record ConnectDirectoryRequest(
    string Name, string Size, ConnectSettings ConnectSettings, string? ShortName = null, string? Description = null, IReadOnlyList<TagShape>? Tags = null);

internal sealed record CreateMicrosoftADRequest(
    string Name, VpcSettings VpcSettings, string? ShortName = null, string? Description = null, string? Edition = null, IReadOnlyList<TagShape>? Tags = null);

internal sealed record DirectoryResult(string DirectoryId);

internal sealed record DeleteDirectoryRequest(string DirectoryId);

internal sealed record DescribeDirectoriesRequest(IReadOnlyList<string>? DirectoryIds = null, string? NextToken = null, int? Limit = null);

internal sealed record DescribeDirectoriesResult(IReadOnlyList<DirectoryDescriptionShape> DirectoryDescriptions, string? NextToken);

internal sealed record DirectoryDescriptionShape(
    string DirectoryId,
    string Name,
    string? ShortName,
    string? Size,
    string? Edition,
    string Alias,
    string? Description,
    IReadOnlyList<string> DnsIpAddrs,
    string Stage,
    Instant? LaunchTime,
    string Type,
    VpcSettings? VpcSettings,
    ConnectSettingsShape? ConnectSettings);

internal sealed record ConnectSettingsShape(string VpcId, IReadOnlyList<string> SubnetIds, string CustomerUserName, IReadOnlyList<string> ConnectIps);
