namespace DeskFleet.Silo.Api.Absent;

// Requests of features that are not here, named as there; members that change no answer are left out.

/// <summary>A list that is always empty and has one page.</summary>
internal sealed record EmptyListRequest(string? NextToken = null);

internal sealed record DescribeWorkspacesPoolsRequest(IReadOnlyList<string>? PoolIds = null, string? NextToken = null);

internal sealed record DescribeApplicationsRequest(IReadOnlyList<string>? ApplicationIds = null, string? NextToken = null);

internal sealed record DescribeConnectionAliasPermissionsRequest(string AliasId);

internal sealed record DescribeWorkspacesPoolSessionsRequest(string PoolId);

internal sealed record DescribeApplicationAssociationsRequest(string ApplicationId, IReadOnlyList<string> AssociatedResourceTypes);

internal sealed record DescribeCustomWorkspaceImageImportRequest(string ImageId);

internal sealed record GetAccountLinkRequest(string? LinkId = null, string? LinkedAccountId = null);

internal sealed record OfDirectoryRequest(string ResourceId);

internal sealed record DescribeWorkspaceAssociationsRequest(string WorkspaceId, IReadOnlyList<string> AssociatedResourceTypes);

internal sealed record DescribeBundleAssociationsRequest(string BundleId, IReadOnlyList<string> AssociatedResourceTypes);

internal sealed record DescribeImageAssociationsRequest(string ImageId, IReadOnlyList<string> AssociatedResourceTypes);

internal sealed record MigrateWorkspaceRequest(string SourceWorkspaceId, string BundleId);
