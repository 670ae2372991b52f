using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Chaos.Judges;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Courts;

/// <summary>What the product bills by what it has stored, as it does for the silo's callers: a desktop's record remembers this month and the one before.</summary>
public static class RecordBills
{
    private static readonly Biller Biller = new(BillingTerms.Default);

    /// <summary>One statement of all desktops for each month from <paramref name="from"/> on.</summary>
    /// <param name="records">The newest of each entity.</param>
    /// <param name="asOf">Up to when the records are known.</param>
    public static IEnumerable<BillRecord> Of(IEnumerable<IEntityRecord> records, Instant from, Instant asOf)
    {
        var usages = records.OfType<EntityRecord<WorkSpaceState>>()
            .Select(record => record.State)
            .Select(desktop => new DesktopUsage(desktop.Id, desktop.Identity, desktop.Usage))
            .ToList();
        var earliest = BillingMonth.Of(asOf).Previous;
        for (var month = BillingMonth.Of(from); month.Start < asOf; month = month.Next)
        {
            if (month.Start >= earliest.Start)
                yield return new(null, RunCase.JsonOf(Biller.Bill(month, usages, asOf)));
        }
    }
}
