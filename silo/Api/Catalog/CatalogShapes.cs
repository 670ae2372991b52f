using DeskFleet.Silo.Api.Tags;
using NodaTime;

namespace DeskFleet.Silo.Api.Catalog;

// Shapes of the wire, named as there; members that this service never reads or writes are left out.

internal sealed record DescribeWorkspaceBundlesRequest(IReadOnlyList<string>? BundleIds = null, string? Owner = null, string? NextToken = null);

internal sealed record StorageShape(string Capacity);

internal sealed record ComputeTypeShape(string? Name = null);

internal sealed record WorkspaceBundle(
    string BundleId,
    string Name,
    string Owner,
    string Description,
    string? ImageId,
    StorageShape RootStorage,
    StorageShape UserStorage,
    ComputeTypeShape ComputeType,
    Instant? CreationTime,
    string State,
    string BundleType);

internal sealed record DescribeWorkspaceBundlesResult(IReadOnlyList<WorkspaceBundle> Bundles, string? NextToken);

internal sealed record CreateWorkspaceBundleRequest(
    string BundleName, string BundleDescription, string ImageId, ComputeTypeShape ComputeType, StorageShape UserStorage, StorageShape? RootStorage = null,
    IReadOnlyList<TagShape>? Tags = null);

internal sealed record CreateWorkspaceBundleResult(WorkspaceBundle WorkspaceBundle);

internal sealed record UpdateWorkspaceBundleRequest(string? BundleId = null, string? ImageId = null);

internal sealed record DeleteWorkspaceBundleRequest(string? BundleId = null);

internal sealed record CreateWorkspaceImageRequest(string Name, string Description, string WorkspaceId, IReadOnlyList<TagShape>? Tags = null);

internal sealed record OperatingSystemShape(string Type);

internal sealed record CreateWorkspaceImageResult(
    string ImageId, string Name, string Description, OperatingSystemShape OperatingSystem, string State, string RequiredTenancy, Instant Created, string OwnerAccountId);

internal sealed record ImportWorkspaceImageRequest(
    string Ec2ImageId, string IngestionProcess, string ImageName, string ImageDescription, IReadOnlyList<TagShape>? Tags = null);

internal sealed record ImportWorkspaceImageResult(string ImageId);

internal sealed record DeleteWorkspaceImageRequest(string ImageId);

internal sealed record DescribeWorkspaceImagesRequest(
    IReadOnlyList<string>? ImageIds = null, string? ImageType = null, string? NextToken = null, int? MaxResults = null);

internal sealed record WorkspaceImage(
    string ImageId,
    string Name,
    string? Description,
    OperatingSystemShape OperatingSystem,
    string State,
    string RequiredTenancy,
    string? ErrorCode,
    string? ErrorMessage,
    Instant Created,
    string OwnerAccountId);

internal sealed record DescribeWorkspaceImagesResult(IReadOnlyList<WorkspaceImage> Images, string? NextToken);
