using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Views;

/// <summary>One WorkSpace as the journal tells it: folded from its lines by the machine that decides for it.</summary>
/// <param name="Sequence">The newest line that is folded in.</param>
public sealed record WorkSpaceRow(WorkSpaceState State, long Sequence)
{
    public static WorkSpaceRow Unlaunched(WorkSpaceId id) => new(WorkSpaceState.Unlaunched(id), 0);

    /// <summary>What it is counted under; null while there is no such WorkSpace.</summary>
    public WorkSpaceGroup? Group => State is { Exists: true, Identity: { } desktop }
        ? new(desktop.Account, desktop.Directory, desktop.Zone, State.Mode, State.Lifecycle, State.Session is not null)
        : null;

    /// <summary>Folds a line; one that is folded already changes nothing, nor does what is said of a WorkSpace that is gone.</summary>
    public WorkSpaceRow With(JournalEntry line) => With(line.At, line.Sequence, line.Event);

    /// <summary>The same for an event that is just logged; what was refused at the edge has no number, and changes nothing.</summary>
    public WorkSpaceRow After(LoggedEvent happened) => With(happened.At, happened.Sequence, happened.Event);

    private WorkSpaceRow With(Instant at, long sequence, FleetEvent happened)
    {
        if (sequence <= Sequence)
            return this;
        var isTold = State.Identity is not null || happened is StateChanged { Terms: not null };
        return new(isTold ? WorkSpace.Evolve(State, happened, at) : State, sequence);
    }
}

/// <summary>What WorkSpaces are counted by.</summary>
public readonly record struct WorkSpaceGroup(
    AccountId Account, DirectoryId Directory, ZoneId Zone, RunningMode Mode, Lifecycle State, bool IsConnected)
{
    public WorkSpaceCount Of(long number) => new(Account, Directory, Zone, Mode, State, IsConnected, number);
}
