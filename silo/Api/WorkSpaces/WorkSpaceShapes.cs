using DeskFleet.Silo.Api.Tags;
using NodaTime;

namespace DeskFleet.Silo.Api.WorkSpaces;

// Shapes of the wire, named as there; members that this service never reads or writes are left out.

internal sealed record WorkspaceProperties(
    string? RunningMode = null,
    int? RunningModeAutoStopTimeoutInMinutes = null,
    int? RootVolumeSizeGib = null,
    int? UserVolumeSizeGib = null,
    string? ComputeTypeName = null,
    IReadOnlyList<string>? Protocols = null,
    string? OperatingSystemName = null);

internal sealed record Workspace(
    string WorkspaceId,
    string DirectoryId,
    string UserName,
    string State,
    string BundleId,
    string? SubnetId,
    string? ErrorMessage,
    string? ErrorCode,
    string ComputerName,
    string? VolumeEncryptionKey,
    bool UserVolumeEncryptionEnabled,
    bool RootVolumeEncryptionEnabled,
    WorkspaceProperties WorkspaceProperties,
    IReadOnlyList<ModificationState> ModificationStates);

internal sealed record ModificationState(string Resource, string State);

internal sealed record WorkspaceRequest(
    string DirectoryId,
    string UserName,
    string BundleId,
    string? VolumeEncryptionKey = null,
    bool? UserVolumeEncryptionEnabled = null,
    bool? RootVolumeEncryptionEnabled = null,
    WorkspaceProperties? WorkspaceProperties = null,
    IReadOnlyList<TagShape>? Tags = null,
    string? WorkspaceName = null,
    string? Ipv6Address = null);

internal sealed record CreateWorkspacesRequest(IReadOnlyList<WorkspaceRequest> Workspaces);

internal sealed record FailedCreateWorkspaceRequest(WorkspaceRequest WorkspaceRequest, string ErrorCode, string ErrorMessage);

internal sealed record CreateWorkspacesResult(IReadOnlyList<FailedCreateWorkspaceRequest> FailedRequests, IReadOnlyList<Workspace> PendingRequests);

internal sealed record DescribeWorkspacesRequest(
    IReadOnlyList<string>? WorkspaceIds = null,
    string? DirectoryId = null,
    string? UserName = null,
    string? BundleId = null,
    int? Limit = null,
    string? NextToken = null,
    string? WorkspaceName = null);

internal sealed record DescribeWorkspacesConnectionStatusRequest(IReadOnlyList<string>? WorkspaceIds = null, string? NextToken = null);

internal sealed record WorkspaceConnectionStatus(
    string WorkspaceId, string ConnectionState, Instant ConnectionStateCheckTimestamp, Instant? LastKnownUserConnectionTimestamp);

internal sealed record DescribeWorkspacesConnectionStatusResult(IReadOnlyList<WorkspaceConnectionStatus> WorkspacesConnectionStatus, string? NextToken);

/// <summary>An item of a start, stop, reboot, rebuild or terminate call.</summary>
internal sealed record ChangeRequest(string? WorkspaceId = null);

internal sealed record StartWorkspacesRequest(IReadOnlyList<ChangeRequest> StartWorkspaceRequests);

internal sealed record StopWorkspacesRequest(IReadOnlyList<ChangeRequest> StopWorkspaceRequests);

internal sealed record RebootWorkspacesRequest(IReadOnlyList<ChangeRequest> RebootWorkspaceRequests);

internal sealed record RebuildWorkspacesRequest(IReadOnlyList<ChangeRequest> RebuildWorkspaceRequests);

internal sealed record TerminateWorkspacesRequest(IReadOnlyList<ChangeRequest> TerminateWorkspaceRequests);

internal sealed record FailedWorkspaceChangeRequest(string? WorkspaceId, string ErrorCode, string ErrorMessage);

/// <summary>The output of start, stop, reboot, rebuild and terminate.</summary>
internal sealed record ChangeResult(IReadOnlyList<FailedWorkspaceChangeRequest> FailedRequests);

internal sealed record ModifyWorkspacePropertiesRequest(string WorkspaceId, WorkspaceProperties? WorkspaceProperties = null, string? DataReplication = null);

internal sealed record ModifyWorkspaceStateRequest(string WorkspaceId, string WorkspaceState);
