using System.Text.Json.Serialization;
using DeskFleet.Silo.Api.Tags;

namespace DeskFleet.Silo.Api.Directories;

// Shapes of the wire, named as there; members that this service never reads or writes are left out.

internal sealed record RegisterWorkspaceDirectoryRequest(
    string? DirectoryId = null,
    IReadOnlyList<string>? SubnetIds = null,
    bool? EnableSelfService = null,
    string? Tenancy = null,
    string? WorkspaceDirectoryName = null,
    string? WorkspaceDirectoryDescription = null,
    string? UserIdentityType = null,
    string? WorkspaceType = null,
    IReadOnlyList<TagShape>? Tags = null);

internal sealed record RegisterWorkspaceDirectoryResult(string DirectoryId, string State);

internal sealed record DeregisterWorkspaceDirectoryRequest(string DirectoryId);

internal sealed record DirectoryFilter(string Name, IReadOnlyList<string> Values);

internal sealed record DescribeWorkspaceDirectoriesRequest(
    IReadOnlyList<string>? DirectoryIds = null,
    IReadOnlyList<string>? WorkspaceDirectoryNames = null,
    int? Limit = null,
    string? NextToken = null,
    IReadOnlyList<DirectoryFilter>? Filters = null);

internal sealed record DescribeWorkspaceDirectoriesResult(IReadOnlyList<WorkspaceDirectory> Directories, string? NextToken);

internal sealed record WorkspaceDirectory(
    string DirectoryId,
    string Alias,
    string DirectoryName,
    string RegistrationCode,
    IReadOnlyList<string> SubnetIds,
    IReadOnlyList<string> DnsIpAddresses,
    string? CustomerUserName,
    string? DirectoryType,
    string WorkspaceSecurityGroupId,
    string State,
    CreationProperties WorkspaceCreationProperties,
    [property: JsonPropertyName("ipGroupIds")] IReadOnlyList<string> IpGroupIds,
    AccessProperties WorkspaceAccessProperties,
    string Tenancy,
    SelfservicePermissions SelfservicePermissions,
    string? WorkspaceDirectoryName,
    string? WorkspaceDirectoryDescription,
    string UserIdentityType,
    string WorkspaceType);

/// <summary>What is not set counts as the defaults say.</summary>
internal sealed record CreationProperties(
    bool? EnableInternetAccess = null,
    string? DefaultOu = null,
    string? CustomSecurityGroupId = null,
    bool? UserEnabledAsLocalAdministrator = null,
    bool? EnableMaintenanceMode = null,
    string? InstanceIamRoleArn = null)
{
    public static CreationProperties Defaults { get; } =
        new(EnableInternetAccess: false, UserEnabledAsLocalAdministrator: true, EnableMaintenanceMode: true);
}

/// <summary>Which clients may connect, <c>ALLOW</c> or <c>DENY</c>. Web Access is off until it is allowed.</summary>
internal sealed record AccessProperties(
    string? DeviceTypeWindows = null,
    string? DeviceTypeOsx = null,
    string? DeviceTypeWeb = null,
    string? DeviceTypeIos = null,
    string? DeviceTypeAndroid = null,
    string? DeviceTypeChromeOs = null,
    string? DeviceTypeZeroClient = null,
    string? DeviceTypeLinux = null,
    string? DeviceTypeWorkSpacesThinClient = null)
{
    private const string Allow = "ALLOW";
    private const string Deny = "DENY";

    public static AccessProperties Defaults { get; } = new(Allow, Allow, Deny, Allow, Allow, Allow, Allow, Deny, Deny);
}

/// <summary>What users may do by themselves, <c>ENABLED</c> or <c>DISABLED</c>.</summary>
internal sealed record SelfservicePermissions(
    string? RestartWorkspace = null,
    string? IncreaseVolumeSize = null,
    string? ChangeComputeType = null,
    string? SwitchRunningMode = null,
    string? RebuildWorkspace = null)
{
    private const string Enabled = "ENABLED";
    private const string Disabled = "DISABLED";

    public static SelfservicePermissions Defaults { get; } = new(Enabled, Disabled, Disabled, Disabled, Disabled);

    public static SelfservicePermissions All { get; } = new(Enabled, Enabled, Enabled, Enabled, Enabled);
}

internal sealed record ModifyWorkspaceCreationPropertiesRequest(string ResourceId, CreationProperties WorkspaceCreationProperties);

internal sealed record ModifyWorkspaceAccessPropertiesRequest(string ResourceId, AccessProperties WorkspaceAccessProperties);

internal sealed record ModifySelfservicePermissionsRequest(string ResourceId, SelfservicePermissions SelfservicePermissions);

/// <summary>What clients may keep and send, <c>ENABLED</c> or <c>DISABLED</c>.</summary>
internal sealed record ClientProperties(string? ReconnectEnabled = null, string? LogUploadEnabled = null)
{
    public static ClientProperties Defaults { get; } = new("DISABLED", "ENABLED");
}

internal sealed record ModifyClientPropertiesRequest(string ResourceId, ClientProperties ClientProperties);

internal sealed record DescribeClientPropertiesRequest(IReadOnlyList<string> ResourceIds);

internal sealed record ClientPropertiesResult(string ResourceId, ClientProperties ClientProperties);

internal sealed record DescribeClientPropertiesResult(IReadOnlyList<ClientPropertiesResult> ClientPropertiesList);
