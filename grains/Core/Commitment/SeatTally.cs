using DeskFleet.Core.Billing;

namespace DeskFleet.Core.Commitment;

/// <summary>Counts a month's contract seats from the usage itself, to hold the ledger's counters against (BYO-12).</summary>
public static class SeatTally
{
    /// <summary>Distinct (directory, user) pairs with a WorkSpace under own licences that was usable and there in the month.</summary>
    public static int Contract(IEnumerable<Usage> usages, BillingMonth month) => usages
        .Where(usage => usage.Desktop is { Bundle.BringsOwnLicence: true } && usage.IsChargedIn(month))
        .Select(usage => (usage.Desktop!.Directory, usage.Desktop.User))
        .Distinct()
        .Count();
}
