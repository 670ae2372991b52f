using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.WorkSpaces;
using Orleans;

namespace DeskFleet.Core.Views;

/// <summary>How many WorkSpaces stand alike.</summary>
/// <param name="IsConnected">Somebody has a session.</param>
/// <param name="Number">1 or more.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-count")]
public sealed record WorkSpaceCount(
    AccountId Account, DirectoryId Directory, ZoneId Zone, RunningMode Mode, Lifecycle State, bool IsConnected, long Number);

/// <summary>How far a view has come.</summary>
/// <param name="FoldedUpTo">The newest line that the view shows.</param>
/// <param name="JournalEnd">The newest line that can be read; equal when the view is up to date.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.view-standing")]
public sealed record ViewStanding(JournalPosition FoldedUpTo, JournalPosition JournalEnd);
