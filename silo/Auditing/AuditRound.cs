using System.Runtime.CompilerServices;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Auditing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo.Loops;
using NodaTime;

namespace DeskFleet.Silo.Auditing;

/// <summary>
/// One time through all records, a page at a time. What a page makes suspicious may only be two reads at different instants: it is looked at
/// again, both records in one statement, and only what still disagrees is a discrepancy. A record that cannot be read is passed over, and with it whoever has
/// to agree with it: nothing is mended by a guess.
/// </summary>
public sealed class AuditRound(FleetRecords records, IMachineInventory? machines, AuditOptions options, Func<Instant> now, TimeProvider time, LoopWatch watch)
{
    private readonly UnitTally _tally = new();
    private int _pages;

    /// <summary>Records read as members of a page.</summary>
    public long Compared { get; private set; }

    /// <summary>Accounts, directories and keys whose counts could not be judged this time.</summary>
    public int Undecided => _tally.Undecided;

    public async IAsyncEnumerable<Discrepancy> Run([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in Pages(EntityKind.DedicatedHost, cancellation))
        {
            foreach (var discrepancy in (await Compare(page, cancellation)).Concat(await QueryMachines(page, cancellation)))
                yield return discrepancy;
        }

        await foreach (var page in Owners(cancellation))
        {
            foreach (var owner in page)
                watch.Try(owner.Entity, () => _tally.Open(owner.Entity, owner.Version, BookOf(owner.Record)));
        }

        foreach (var kind in new[] { EntityKind.WorkSpace, EntityKind.User, EntityKind.HostPool })
        {
            await foreach (var page in Pages(kind, cancellation))
            {
                foreach (var discrepancy in await Compare(page, cancellation))
                    yield return discrepancy;
            }
        }

        await foreach (var page in Owners(cancellation))
        {
            foreach (var discrepancy in page.SelectMany(owner => watch.Try(owner.Entity, () => Close(owner).ToList(), [])))
                yield return discrepancy;
        }
    }

    private async Task<List<Discrepancy>> Compare(IReadOnlyList<HeldRecord> page, CancellationToken cancellation)
    {
        foreach (var held in page)
        {
            if (held.Record is EntityRecord<WorkSpaceState> workSpace && !watch.Try(held.Entity, () => _tally.Add(workSpace)))
                _tally.Miss();
        }

        var (neighbours, unknown) = await Find(page.SelectMany(NeighboursOf), cancellation);
        var found = new List<Discrepancy>();
        foreach (var suspect in page.Where(held => !NeighboursOf(held).Any(unknown.Contains)).SelectMany(held => Disagreements(held, neighbours)))
        {
            var (together, illegible) = await Find([suspect.Holder, suspect.Owner], cancellation);
            var first = page.First(held => held.Entity == suspect.Holder || held.Entity == suspect.Owner).Entity;
            if (illegible.Count == 0 && together.TryGetValue(first, out var again))
                found.AddRange(Disagreements(again, together).Where(still => (still.Kind, still.Holder, still.Owner) == (suspect.Kind, suspect.Holder, suspect.Owner)));
        }

        return found;
    }

    private List<Entity> NeighboursOf(HeldRecord held) => watch.Try(held.Entity, () => Comparisons.NeighboursOf(held.Record).ToList(), []);

    /// <summary>Those that can be read, and which of them are there and cannot.</summary>
    private async Task<(IReadOnlyDictionary<Entity, HeldRecord> Held, HashSet<Entity> Unknown)> Find(IEnumerable<Entity> entities, CancellationToken cancellation)
    {
        var unknown = new HashSet<Entity>();
        var held = await records.Find(entities, cancellation, odd => unknown.Add(odd.Entity));
        return (held, unknown);
    }

    /// <summary>Hosts come first in a round, so that records that are older than the machines catch up soon after a start.</summary>
    private async Task<IEnumerable<Discrepancy>> QueryMachines(IReadOnlyList<HeldRecord> hosts, CancellationToken cancellation)
    {
        if (machines is null)
            return [];
        var running = new List<Machine>();
        var asked = new List<HeldRecord>();
        foreach (var host in hosts)
        {
            if (await MachinesOn(machines, host.Entity, cancellation) is not { } there)
                continue;
            asked.Add(host);
            running.AddRange(there);
        }

        var (workSpaces, unknown) = await Find(running.Select(machine => Entity.Of(machine.WorkSpace)), cancellation);
        var found = running
            .Where(machine => !unknown.Contains(Entity.Of(machine.WorkSpace)))
            .Select(machine => Comparisons.Runs(machine, workSpaces.GetValueOrDefault(Entity.Of(machine.WorkSpace))?.Record as EntityRecord<WorkSpaceState>))
            .OfType<Discrepancy>();
        var occupants = asked.SelectMany(host => watch.Try(host.Entity, () => ((EntityRecord<HostState>)host.Record).State.Occupants.ToList(), [])).Select(occupant => occupant.WorkSpace);
        return found.Concat(await AreOff(machines, occupants.Except(running.Select(machine => machine.WorkSpace)), cancellation));
    }

    /// <summary>Null: it could not be asked; whether machines run there nobody knows.</summary>
    private async Task<List<Machine>?> MachinesOn(IMachineInventory machines, Entity host, CancellationToken cancellation)
    {
        try
        {
            return [.. await machines.On(new(host.Key), cancellation)];
        }
#pragma warning disable CA1031 // A driver may fail in any way; the other hosts are asked all the same.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            watch.Skip(host, e);
            return null;
        }
    }

    /// <summary>An order is stored before it is given: a record that is the same before and after its machine was asked has not moved it in between.</summary>
    private async Task<IEnumerable<Discrepancy>> AreOff(IMachineInventory machines, IEnumerable<WorkSpaceId> notRunning, CancellationToken cancellation)
    {
        var (before, _) = await Find(notRunning.Select(Entity.Of), cancellation);
        var off = new List<Entity>();
        foreach (var up in before.Values.Where(held => ((EntityRecord<WorkSpaceState>)held.Record).State.IsUpAtRest).Select(held => held.Entity))
        {
            if (await machines.IsOff(new(up.Key), cancellation))
                off.Add(up);
        }

        var (after, _) = await Find(off, cancellation);
        return after.Values
            .Where(held => held.Version == before[held.Entity].Version)
            .Select(held => Comparisons.IsOff(((EntityRecord<WorkSpaceState>)held.Record).State))
            .OfType<Discrepancy>();
    }

    private List<Discrepancy> Disagreements(HeldRecord held, IReadOnlyDictionary<Entity, HeldRecord> neighbours) =>
        watch.Try(held.Entity, () => Comparisons.Of(held.Record, entity => neighbours.GetValueOrDefault(entity)?.Record, now()).ToList(), []);

    private IEnumerable<Discrepancy> Close(HeldRecord owner) => owner.Record switch
    {
        // One that is created and not registered has no zones yet, and so no places to count.
        EntityRecord<DirectoryState> { State: { IsRegistered: true } directory } =>
            _tally.Close(owner.Entity, owner.Version, directory),
        EntityRecord<AccountState> { State: var account } => _tally.Close(owner.Entity, owner.Version, account.Units, Account.PlainSlot, Account.SeatSlot),
        EntityRecord<KeyState> { State: var key } => _tally.Close(owner.Entity, owner.Version, key.Seats, Key.SeatSlot),
        _ => [],
    };

    private static LeaseBook BookOf(IEntityRecord owner) => owner switch
    {
        EntityRecord<DirectoryState> directory => directory.State.Places,
        EntityRecord<KeyState> key => key.State.Seats,
        _ => ((EntityRecord<AccountState>)owner).State.Units,
    };

    private async IAsyncEnumerable<IReadOnlyList<HeldRecord>> Owners([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var kind in new[] { EntityKind.Directory, EntityKind.Account, EntityKind.Key })
        {
            await foreach (var page in Pages(kind, cancellation))
                yield return page;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<HeldRecord>> Pages(EntityKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = ""; ;)
        {
            var page = await records.Page(kind, after, options.PageSize, cancellation);
            Compared += page.Held.Count;
            foreach (var odd in page.Odd)
                Miss(odd);
            Lengthen();
            yield return page.Held;
            await Task.Delay(options.Pause, time, cancellation);
            if (page.Next is not { } next)
                yield break;
            after = next;
        }
    }

    /// <summary>Whose units an illegible WorkSpace holds nobody knows: counts are not judged then.</summary>
    private void Miss(OddEntity odd)
    {
        watch.Skip(new(odd.Entity.ToString(), odd.Obstacle));
        if (odd.Entity.Kind == EntityKind.WorkSpace)
            _tally.Miss();
    }

    /// <summary>A large fleet takes long, and is not late for that: three times what its pages take.</summary>
    private void Lengthen()
    {
        var term = LoopBook.AuditTerm + (3 * ++_pages * options.Pause);
        if (term > watch.Term)
            watch.Term = term;
    }
}
