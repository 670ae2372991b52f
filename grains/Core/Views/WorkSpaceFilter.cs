using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using Orleans;

namespace DeskFleet.Core.Views;

/// <summary>
/// Which WorkSpaces are listed; what is null does not restrict. Only what an index answers can be asked, so that a page costs the
/// same in a fleet of a thousand and of a million: see <see cref="Fault"/>.
/// </summary>
/// <param name="User">Together with <paramref name="Directory"/>.</param>
/// <param name="Bundle">Together with <paramref name="Account"/> and nothing else.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-filter")]
public sealed record WorkSpaceFilter(
    AccountId? Account = null, DirectoryId? Directory = null, UserName? User = null, BundleId? Bundle = null, Lifecycle? State = null)
{
    /// <summary>Every WorkSpace.</summary>
    public static WorkSpaceFilter All { get; } = new();

    /// <summary>What is wrong with it, as a sentence with the mend; null when it can be asked.</summary>
    public string? Fault() => this switch
    {
        { User: { } user } when user.Fault() is { } nobody => nobody,
        { User: not null, Directory: null } => "A user name needs its directory; give both.",
        { User: not null, State: not null } => "A user has one WorkSpace; leave out the state.",
        { Bundle: not null, Account: null } => "A bundle needs its account; give both.",
        { Bundle: not null } and ({ Directory: not null } or { State: not null }) => "A bundle cannot be combined with a directory or a state; leave one out.",
        _ => null,
    };

    public bool Matches(WorkSpaceState state) =>
        state is { Exists: true, Identity: { } desktop }
        && (Account is null || desktop.Account == Account)
        && (Directory is null || desktop.Directory == Directory)
        && (User is null || desktop.User == User)
        && (Bundle is null || desktop.Bundle.Id == Bundle)
        && (State is null || state.Lifecycle == State);
}
