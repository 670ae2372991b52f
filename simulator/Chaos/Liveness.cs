using DeskFleet.Core.Accounts;
using DeskFleet.Core.Auditing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// What must have come about some time after the last fault: every desktop at rest, every deadline that is due done, everybody who waits
/// answered, what should run runs, nothing owed, all queues empty, and the auditor finds nothing.
/// </summary>
public sealed class Liveness(ChaosStore store, Instant now)
{
    /// <summary>How long after its time a deadline may still be waiting for its wake-up.</summary>
    private static readonly Duration Grace = Duration.FromMinutes(2);

    /// <summary>One sentence for each thing that is not as it must be; the entity comes first.</summary>
    /// <param name="imagesToo">Images take longer than desktops: an import is ordered again after twelve hours.</param>
    public IEnumerable<(Entity Entity, string What)> Faults(bool imagesToo)
    {
        foreach (var (entity, record) in store.Records)
        {
            foreach (var what in Of(record, imagesToo).OfType<string>())
                yield return (entity, what);
            foreach (var discrepancy in Comparisons.Of(record, store.Find, now))
                yield return (entity, $"the auditor finds {discrepancy}");
        }

        foreach (var discrepancy in Counts())
            yield return (discrepancy.Owner, $"the auditor finds {discrepancy}");
    }

    private IEnumerable<string?> Of(IEntityRecord record, bool imagesToo)
    {
        yield return record.Deadline is { } deadline && deadline + Grace < now ? $"its deadline of {deadline} has passed" : null;
        yield return record.Owed.IsEmpty || record.WakeAt + Grace > now ? null : $"it owes {record.Owed.Length} effects, the first of them {record.Owed[0].Effect.Command.GetType().Name}";
        foreach (var what in record switch
        {
            EntityRecord<WorkSpaceState> workSpace => OfDesktop(workSpace.State),
            EntityRecord<HostState> host => OfHost(host.State),
            EntityRecord<HostPoolState> pool => [pool.State.Queue.IsEmpty ? null : $"{pool.State.Queue.Length} wait in its queue"],
            EntityRecord<UserState> user => [user.State.LeaseExpiresAt is null ? null : "it is claimed and not confirmed"],
            EntityRecord<AccountState> account => OfBook(account.State.Units),
            EntityRecord<DirectoryState> directory => OfBook(directory.State.Places),
            EntityRecord<KeyState> key => OfBook(key.State.Seats),
            EntityRecord<CatalogImageState> image when imagesToo => [image.State.Status == ImageStatus.Pending ? "the image is still PENDING" : null],
            _ => (IEnumerable<string?>)[],
        })
        {
            yield return what;
        }
    }

    private static IEnumerable<string?> OfDesktop(WorkSpaceState desktop)
    {
        yield return desktop.Lifecycle.IsTransitional() ? $"it is {desktop.Lifecycle.ToWire()} since {desktop.Since}" : null;
        yield return desktop.Awaited is { } awaited ? $"{awaited.Id} waits since {awaited.AskedAt}" : null;
        yield return desktop.Wait is { } wait ? $"it waits for room since {wait.Since}" : null;
        yield return desktop.Job is { } job ? $"it waits for {job.Verb} (epoch {job.Epoch})" : null;
        yield return desktop is { Lifecycle: Lifecycle.Stopped or Lifecycle.Unhealthy, Slot: null, Recovery: { NextAt: { } next } recovery } ? $"it should run and does not; tried {recovery.Tries} times, next at {next}" : null;
        yield return IsForgotten(desktop) ? "it is AlwaysOn and down, and nobody tries to start it" : null;
    }

    /// <summary>Nobody gives up before the 24th try.</summary>
    private static bool IsForgotten(WorkSpaceState desktop) =>
        desktop is { Mode: RunningMode.AlwaysOn, Lifecycle: Lifecycle.Stopped or Lifecycle.Unhealthy, Slot: null, Job: null, Wait: null }
        && desktop.Recovery is not ({ NextAt: not null } or { Tries: >= 24 });

    private static IEnumerable<string?> OfHost(HostState host)
    {
        foreach (var occupant in host.Occupants)
        {
            yield return occupant.LeaseExpiresAt is null ? null : $"{occupant.WorkSpace}'s slot is leased and not confirmed";
            yield return occupant.Start == StartPhase.None ? null : $"{occupant.WorkSpace} is {occupant.Start}";
        }
    }

    private static IEnumerable<string?> OfBook(LeaseBook book)
    {
        yield return book.Lent.IsEmpty ? null : $"{book.Lent.Length} units are lent and not confirmed";
        yield return book.Returned.IsEmpty ? null : $"{book.Returned.Length} returned units are not settled";
        foreach (var (slot, count) in book.Used)
            yield return count < 0 ? $"{slot} counts {count}" : null;
    }

    private IEnumerable<Discrepancy> Counts()
    {
        var tally = new UnitTally();
        var owners = store.Records.Where(row => BookOf(row.Value) is not null).ToList();
        foreach (var (owner, record) in owners)
            tally.Open(owner, 0, BookOf(record)!);
        foreach (var (_, record) in store.Records)
        {
            if (record is EntityRecord<WorkSpaceState> workSpace)
                tally.Add(workSpace);
        }

        return owners.SelectMany(owner => tally.Close(owner.Key, 0, BookOf(owner.Value)!, SlotsOf(owner.Value)));
    }

    private static LeaseBook? BookOf(IEntityRecord record) => record switch
    {
        EntityRecord<AccountState> account => account.State.Units,
        EntityRecord<DirectoryState> directory => directory.State.Places,
        EntityRecord<KeyState> key => key.State.Seats,
        _ => null,
    };

    private static string[] SlotsOf(IEntityRecord record) => record switch
    {
        EntityRecord<AccountState> => [Account.PlainSlot, Account.SeatSlot],
        EntityRecord<DirectoryState> directory => [.. directory.State.Places.Used.Keys],
        _ => [Key.SeatSlot],
    };
}
