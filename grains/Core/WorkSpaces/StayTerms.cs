using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>How long a WorkSpace may be in a state that should pass before somebody is to look at it.</summary>
public static class StayTerms
{
    /// <summary>Those that have a term.</summary>
    public static ImmutableArray<Lifecycle> States { get; } = [.. Enum.GetValues<Lifecycle>().Where(state => Of(state) is not null)];

    /// <summary>Null: it may stay for ever. A stop and a terminate have had six tries by then; an update has the length of its window.</summary>
    public static Duration? Of(Lifecycle state) => state switch
    {
        Lifecycle.Stopping or Lifecycle.Terminating => Duration.FromMinutes(30),
        Lifecycle.Error => Duration.FromHours(1),
        Lifecycle.Updating => Duration.FromHours(4),
        _ => null,
    };
}
