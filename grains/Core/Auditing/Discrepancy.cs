using System.Collections.Immutable;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Auditing;

/// <summary>What two records of the fleet can disagree about. None of these ever comes about by the rules; the last four are what a restored older database
/// finds.</summary>
public enum DiscrepancyKind
{
    /// <summary>A WorkSpace exists and its user does not hold it (QTA-01).</summary>
    ClaimMissing,

    /// <summary>A user holds a WorkSpace that is gone: he could launch none.</summary>
    ClaimStale,

    /// <summary>A WorkSpace names a host that does not list it (PLC-07).</summary>
    SlotUnlisted,

    /// <summary>A host lists a WorkSpace that does not name it: room that nobody uses.</summary>
    SlotLeaked,

    /// <summary>A WorkSpace names a host that is lost, and nobody is about to tell it.</summary>
    SlotOnLostHost,

    /// <summary>An account, a directory or a key counts other than there are WorkSpaces (QTA-02, PLC-02, ENC-04).</summary>
    CountWrong,

    /// <summary>A pool keeps a place in its queue for a WorkSpace that does not wait (PLC-06).</summary>
    WaiterStale,

    /// <summary>A machine runs under an epoch that its WorkSpace has never minted: the record is older than the machine, as after a restore.</summary>
    MachineAhead,

    /// <summary>A machine runs whose WorkSpace is not there, or is gone, in a record that is older than the machine. Nobody stops it but people.</summary>
    MachineOrphaned,

    /// <summary>A WorkSpace is up and its machine does not run, as its host says.</summary>
    MachineOff,

    /// <summary>A machine runs on another host than its WorkSpace says. Nobody moves it but people: a restart in the right place would start it twice.</summary>
    MachineElsewhere,
}

/// <summary>Two records that disagree, at one instant and with no message about it under way.</summary>
/// <param name="Holder">The one that uses what is disagreed about; for a count its owner again.</param>
/// <param name="Owner">The one that grants it.</param>
/// <param name="Detail">For people: what the two say.</param>
/// <param name="Repair">
/// What to tell whom, in this order, to make them agree again. Each command checks for itself that things still stand as they were found; empty:
/// nothing is safe.
/// </param>
public sealed record Discrepancy(DiscrepancyKind Kind, Entity Holder, Entity Owner, string Detail, ImmutableArray<Question> Repair)
{
    public override string ToString() => $"{Kind}: {Holder} and {Owner}: {Detail}";
}
