using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Auditing;

/// <summary>
/// Counts the WorkSpaces of each account, directory and key while a round pages through them, and compares with what the owners count. There is no
/// instant at which all is read, so an owner is judged only when its record did not change from the beginning to the end of the round and
/// nothing between it and its WorkSpaces was under way. Not thread-safe; lives for one round.
/// </summary>
public sealed class UnitTally
{
    private readonly Dictionary<Entity, OwnerTally> _owners = [];
    private bool _isIncomplete;

    /// <summary>Owners that could not be judged, because they or their WorkSpaces were on the move.</summary>
    public int Undecided { get; private set; }

    /// <summary>The owner as it is before the first WorkSpace is read.</summary>
    public void Open(Entity owner, long version, LeaseBook book) => _owners[owner] = new(version, IsMoving: !IsSettled(book));

    /// <summary>A WorkSpace could not be read: whose units it holds nobody knows, so no owner is judged this time.</summary>
    public void Miss() => _isIncomplete = true;

    public void Add(EntityRecord<WorkSpaceState> workSpace)
    {
        if (workSpace.State.Identity is not { } desktop)
            return;
        Add(workSpace, Entity.Of(desktop.Directory), desktop.Place);
        Add(workSpace, Entity.Of(desktop.Account), workSpace.State.HoldsUnit ? Account.SlotFor(desktop.Bundle.BringsOwnLicence) : null);
        if (desktop.Encryption is { } encryption)
            Add(workSpace, Entity.Of(encryption.Key), Key.SeatSlot);
    }

    /// <summary>The owner as it is after the last WorkSpace was read.</summary>
    /// <param name="slots">Which of its units are held by WorkSpaces.</param>
    public IEnumerable<Discrepancy> Close(Entity owner, long version, LeaseBook book, params IReadOnlyList<string> slots)
    {
        if (Judged(owner, version, book) is not { } tally)
            return [];
        return Wrong(owner, book, tally, slots);
    }

    /// <summary>A directory, zone by zone: earlier versions did not count by bundle, and what they counted is not wrong.</summary>
    public IEnumerable<Discrepancy> Close(Entity owner, long version, DirectoryState directory)
    {
        if (Judged(owner, version, directory.Places) is not { } tally)
            return [];
        return directory.Places.Used.Keys.Union(tally.Counts.Keys)
            .GroupBy(PlaceSlot.ZoneOf)
            .Where(zone => directory.Count(zone.Key) != zone.Sum(slot => tally.Counts.GetValueOrDefault(slot)))
            .SelectMany(zone => Wrong(owner, directory.Places, tally, zone.Order(StringComparer.Ordinal)));
    }

    private OwnerTally? Judged(Entity owner, long version, LeaseBook book)
    {
        if (!_isIncomplete && _owners.TryGetValue(owner, out var tally) && tally.Version == version && !tally.IsMoving && IsSettled(book))
            return tally;
        Undecided++;
        return null;
    }

    private static IEnumerable<Discrepancy> Wrong(Entity owner, LeaseBook book, OwnerTally tally, IEnumerable<string> slots) =>
        from slot in slots
        let seen = book.Count(slot)
        let right = tally.Counts.GetValueOrDefault(slot)
        where seen != right
        select new Discrepancy(DiscrepancyKind.CountWrong, owner, owner, $"{slot} counts {seen}, there are {right}", [new(owner, new CorrectCount(slot, seen, right))]);

    /// <param name="slot">Null: it holds none of this owner.</param>
    private void Add(EntityRecord<WorkSpaceState> workSpace, Entity owner, string? slot)
    {
        if (!_owners.TryGetValue(owner, out var tally))
            return;
        if (Comparisons.Owes(workSpace, owner))
            _owners[owner] = tally with { IsMoving = true };
        else if (workSpace.State.Exists && slot is not null)
            tally.Counts[slot] = tally.Counts.GetValueOrDefault(slot) + 1;
    }

    /// <summary>
    /// What is lent may be in a holder's hands or not. What has come back is counted back already, and until its holder has heard of it, they owe
    /// the owner something. A mark that stays because a return came once more after all was over is none that anybody will ever settle.
    /// </summary>
    private static bool IsSettled(LeaseBook book) => book.Lent.IsEmpty;

    private sealed record OwnerTally(long Version, bool IsMoving)
    {
        public Dictionary<string, int> Counts { get; } = [];
    }
}
