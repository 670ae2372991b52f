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
using NodaTime;

namespace DeskFleet.Silo.Auditing;

/// <summary>
/// One time through all records, a page at a time. What a page makes suspicious may only be two reads at different instants: it is looked at
/// again, both records in one statement, and only what still disagrees is a discrepancy.
/// </summary>
public sealed class AuditRound(FleetRecords records, IMachineInventory? machines, AuditOptions options, Func<Instant> now, TimeProvider time)
{
    private readonly UnitTally _tally = new();

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
                _tally.Open(owner.Entity, owner.Version, BookOf(owner.Record));
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
            foreach (var discrepancy in page.SelectMany(Close))
                yield return discrepancy;
        }
    }

    private async Task<List<Discrepancy>> Compare(IReadOnlyList<HeldRecord> page, CancellationToken cancellation)
    {
        foreach (var workSpace in page.Select(held => held.Record).OfType<EntityRecord<WorkSpaceState>>())
            _tally.Add(workSpace);
        var neighbours = await records.Find(page.SelectMany(held => Comparisons.NeighboursOf(held.Record)), cancellation);
        var found = new List<Discrepancy>();
        foreach (var suspect in page.SelectMany(held => Disagreements(held.Record, neighbours)))
        {
            var together = await records.Find([suspect.Holder, suspect.Owner], cancellation);
            var first = page.First(held => held.Entity == suspect.Holder || held.Entity == suspect.Owner).Entity;
            if (together.TryGetValue(first, out var again))
                found.AddRange(Disagreements(again.Record, together).Where(still => (still.Kind, still.Holder, still.Owner) == (suspect.Kind, suspect.Holder, suspect.Owner)));
        }

        return found;
    }

    /// <summary>Hosts come first in a round, so that records that are older than the machines catch up soon after a start.</summary>
    private async Task<IEnumerable<Discrepancy>> QueryMachines(IReadOnlyList<HeldRecord> hosts, CancellationToken cancellation)
    {
        if (machines is null)
            return [];
        var running = new List<Machine>();
        foreach (var host in hosts)
            running.AddRange(await machines.On(new(host.Entity.Key), cancellation));
        var workSpaces = await records.Find(running.Select(machine => Entity.Of(machine.WorkSpace)), cancellation);
        var found = running
            .Select(machine => Comparisons.Runs(machine, workSpaces.GetValueOrDefault(Entity.Of(machine.WorkSpace))?.Record as EntityRecord<WorkSpaceState>))
            .OfType<Discrepancy>();
        var occupants = hosts.SelectMany(host => ((EntityRecord<HostState>)host.Record).State.Occupants).Select(occupant => occupant.WorkSpace);
        return found.Concat(await AreOff(machines, occupants.Except(running.Select(machine => machine.WorkSpace)), cancellation));
    }

    /// <summary>An order is stored before it is given: a record that is the same before and after its machine was asked has not moved it in between.</summary>
    private async Task<IEnumerable<Discrepancy>> AreOff(IMachineInventory machines, IEnumerable<WorkSpaceId> notRunning, CancellationToken cancellation)
    {
        var before = await records.Find(notRunning.Select(Entity.Of), cancellation);
        var off = new List<Entity>();
        foreach (var up in before.Values.Where(held => ((EntityRecord<WorkSpaceState>)held.Record).State.IsUpAtRest).Select(held => held.Entity))
        {
            if (await machines.IsOff(new(up.Key), cancellation))
                off.Add(up);
        }

        var after = await records.Find(off, cancellation);
        return after.Values
            .Where(held => held.Version == before[held.Entity].Version)
            .Select(held => Comparisons.IsOff(((EntityRecord<WorkSpaceState>)held.Record).State))
            .OfType<Discrepancy>();
    }

    private IEnumerable<Discrepancy> Disagreements(IEntityRecord record, IReadOnlyDictionary<Entity, HeldRecord> neighbours) =>
        Comparisons.Of(record, entity => neighbours.GetValueOrDefault(entity)?.Record, now());

    private IEnumerable<Discrepancy> Close(HeldRecord owner) => owner.Record switch
    {
        EntityRecord<DirectoryState> { State: var directory } =>
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
            Compared += page.Count;
            yield return page;
            await Task.Delay(options.Pause, time, cancellation);
            if (page.Count < options.PageSize)
                yield break;
            after = page[^1].Entity.Key;
        }
    }
}
