using System.Collections.Immutable;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>One directory as bills know it, folded from its events: when it had no WorkSpace (DIR-16).</summary>
/// <param name="Account">Who pays; null: nothing has happened to it.</param>
/// <param name="Type">Null: made elsewhere, so its kind is not known and nothing is charged.</param>
/// <param name="EmptySince">Since when it has no WorkSpace; null: it has one, is not registered yet, or is never charged.</param>
/// <param name="Empty">When it had none, in order.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-usage")]
public sealed record DirectoryUsage(AccountId? Account, DirectoryType? Type, Instant? EmptySince, ImmutableArray<RunningInterval> Empty)
{
    /// <summary>A directory without WorkSpaces is free for so long.</summary>
    public static readonly Duration FreeTime = Duration.FromDays(30);

    /// <summary>It is one of those that are charged. Microsoft AD is outside this allowance and its charge.</summary>
    public bool IsCharged => Type is DirectoryType.SimpleAd or DirectoryType.AdConnector;

    public static DirectoryUsage None { get; } = new(null, null, null, []);

    public static DirectoryUsage Evolve(DirectoryUsage usage, FleetEvent happened, Instant at) => happened switch
    {
        DirectoryCreated e => usage with { Account = e.Account, Type = e.Profile.Type },
        DirectoryRegistered e => usage with { Account = e.Account, EmptySince = usage.IsCharged ? usage.EmptySince ?? at : null },
        DirectoryOccupied e => usage.End(e.Since),
        DirectoryEmptied => usage with { EmptySince = at },
        DirectoryDeleted => usage.End(at) with { Type = null },
        _ => usage,
    };

    /// <summary>The times that are charged: what is over 30 days of each time without a WorkSpace. Exactly 30 days are free.</summary>
    /// <param name="asOf">Where a time that goes on is cut.</param>
    public IEnumerable<RunningInterval> Charged(Instant asOf) =>
        from empty in EmptySince is { } since ? Empty.Add(new(since, asOf)) : Empty
        where empty.End > empty.Start + FreeTime
        select empty with { Start = empty.Start + FreeTime };

    /// <summary>The same without what only earlier months needed.</summary>
    public DirectoryUsage From(BillingMonth month) => this with { Empty = Empty.RemoveAll(empty => empty.End <= month.Start) };

    private DirectoryUsage End(Instant at) =>
        EmptySince is { } since ? this with { EmptySince = null, Empty = Empty.Add(new(since, at)) } : this;
}
