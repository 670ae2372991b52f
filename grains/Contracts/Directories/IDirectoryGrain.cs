using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using NodaTime;

namespace DeskFleet.Contracts.Directories;

/// <summary>One directory; its key is the <c>d-</c> id.</summary>
[Alias("deskfleet.grains.directory")]
public interface IDirectoryGrain : IEntityGrain
{
    /// <summary>How the directory stands; null when there is none.</summary>
    [AnyGateway, Alias("Describe")]
    Task<DirectoryDescription?> Describe();

    /// <summary>What it costs in a month without WorkSpaces (DIR-16), as <see cref="StatementRead"/>; it knows this month and the one before.</summary>
    [AnyGateway, Alias("Statement")]
    Task<Reply> Statement(BillingMonth month);
}

/// <summary>What a caller may know of a directory.</summary>
/// <param name="Profile">Null: made elsewhere, only its id is known.</param>
/// <param name="ZoneA">The zone of the first subnet; empty while it is not registered.</param>
/// <param name="IpGroups">Ids of the IP access groups on it.</param>
/// <param name="WorkSpaces">WorkSpaces that are not terminated.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-description")]
public sealed record DirectoryDescription(
    DirectoryId Id,
    AccountId Account,
    DirectoryProfile? Profile,
    bool IsRegistered,
    bool IsDedicated,
    ZoneId ZoneA,
    ZoneId ZoneB,
    DirectorySettings Settings,
    ImmutableArray<string> IpGroups,
    Instant? CreatedAt,
    int WorkSpaces)
{
    /// <summary>What desktops get that are launched in it now (WKS-12, WKS-13, MNT-06, MNT-08).</summary>
    [Id(0)]
    public DesktopSettings Desktops { get; init; } = DesktopSettings.Default;

    /// <summary>Describes a state; null for a directory that does not exist.</summary>
    public static DirectoryDescription? Of(DirectoryState state) => state.Exists
        ? new(
            state.Id,
            state.Account,
            state.Profile,
            state.IsRegistered,
            state.IsDedicated,
            state.ZoneA,
            state.ZoneB,
            state.Settings,
            state.IpGroups,
            state.CreatedAt,
            state.WorkSpaces)
        {
            Desktops = state.Desktops,
        }
        : null;
}
