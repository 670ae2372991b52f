using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Commitment;

/// <summary>Counts a month's contract seats from the usage itself, to hold the ledger's counters against (BYO-12).</summary>
public static class SeatTally
{
    /// <summary>Distinct (directory, user) pairs with a WorkSpace under own licences that was usable and there in the month.</summary>
    public static int Contract(IEnumerable<DesktopUsage> usages, BillingMonth month) => usages
        .Where(usage => usage.Desktop is { Bundle.BringsOwnLicence: true } && usage.Usage.IsChargedIn(month))
        .Select(usage => (usage.Desktop!.Directory, usage.Desktop.User))
        .Distinct()
        .Count();

    /// <summary>The ledger as it would be, made again from the usage; null: no seat has ever been there.</summary>
    public static SeatLedger? Ledger(IEnumerable<DesktopUsage> usages, Instant asOf)
    {
        var news = usages.SelectMany(NewsOf).Where(n => n.At <= asOf).OrderBy(n => n.At).ThenBy(n => n.Opens).ToList();
        if (news.Count == 0)
            return null;
        var (ledger, users) = (SeatLedger.Begin(news[0].At), new Dictionary<(DirectoryId, UserName), SeatMemory>());
        foreach (var (at, opens, user) in news)
        {
            ledger = opens ? ledger.Open(at, users.GetValueOrDefault(user)) : ledger.Close(at);
            users[user] = opens ? default : new(at);
        }

        return ledger.To(asOf);
    }

    private static IEnumerable<(Instant At, bool Opens, (DirectoryId Directory, UserName User) User)> NewsOf(DesktopUsage usage)
    {
        if (usage is not { Desktop: { Bundle.BringsOwnLicence: true } desktop, Usage.FirstAvailableAt: { } first })
            yield break;
        yield return (first, true, (desktop.Directory, desktop.User));
        if (usage.Usage.TerminatedAt is { } ended)
            yield return (ended, false, (desktop.Directory, desktop.User));
    }
}
