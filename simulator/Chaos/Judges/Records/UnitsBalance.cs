using System.Globalization;
using System.Text;
using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Reading;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>
/// Every unit of a quota, place of a directory, seat of a key or of a licence, and every user's claim, is held by a desktop that exists, and each desktop
/// that exists holds its own (QTA-01, QTA-02, PLC-02, ENC-04, BYO-12, BUN-10).
/// </summary>
internal sealed class UnitsBalance(ChaosEvidence evidence, LogPass log, RecordBook book, Docket docket)
{
    private const string Name = "units, places, seats and claims balance";

    public void Judge()
    {
        var existing = book.Desktops.Where(desktop => desktop.Exists).ToArray();
        foreach (var account in book.Of("Account"))
            Account(account, existing);
        foreach (var directory in book.Of("Directory"))
        {
            foreach (var zone in new[] { directory.State.Text("zoneA"), directory.State.Text("zoneB") }.OfType<string>().Distinct())
                Places(directory, zone, existing.Count(desktop => desktop.Directory == directory.Key && desktop.Zone == zone));
        }

        foreach (var key in book.Of("Key"))
            Count(key, "seats", "seat", existing.Count(desktop => desktop.Key == key.Key));
        Claims(existing);
    }

    private void Account(StoredRecord account, StoredDesktop[] existing)
    {
        var holders = existing.Where(desktop => desktop.Account == account.Key && desktop.HoldsUnit).ToArray();
        Count(account, "units", "workspace", holders.Count(desktop => !desktop.OwnLicence));
        Count(account, "units", "byol-seat", holders.Count(desktop => desktop.OwnLicence));
        Count(account, "units", "image", book.Of("Image").Count(image =>
            image.Key.StartsWith(account.Key + "/", StringComparison.Ordinal) && image.State.Text("status") is "Pending" or "Available"));
        if (account.State.Part("seatBook")?.Part("ledger")?.Part("current")?.Number("live") is not { } live)
            return;
        var seats = log.Book.Desktops.Values.Count(meter =>
            meter is { FirstAvailableAt: not null, TerminatedAt: null, Desktop.Identity: { OwnLicence: true } identity } && identity.Account == account.Key);
        if (live != seats)
            Say(account.Entity, $"counts {live} live seats under own licences, and {seats} desktops have one");
    }

    /// <summary>A zone's places are counted by bundle; those of an earlier version under the zone alone.</summary>
    private void Places(StoredRecord directory, string zone, int held)
    {
        bool IsOfZone(string slot) => slot == zone || slot.StartsWith(zone + "/", StringComparison.Ordinal);
        Count(directory, zone, directory.Used("places", IsOfZone), directory.Lent("places", IsOfZone), held);
    }

    private void Count(StoredRecord owner, string unitsOf, string slot, int held) =>
        Count(owner, slot, owner.Used(unitsOf, slot), owner.Lent(unitsOf, slot), held);

    /// <summary>What is lent and not confirmed yet may be somebody's or nobody's.</summary>
    private void Count(StoredRecord owner, string slot, long used, int lent, int held)
    {
        if (used < held || used > held + lent)
            Say(owner.Entity, string.Create(CultureInfo.InvariantCulture, $"counts {used} of {slot}, and {held} are held{(lent > 0 ? $" and {lent} lent" : "")}"));
    }

    private void Claims(StoredDesktop[] existing)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in book.Of("User"))
        {
            if (user.State.Text("workSpace") is not { } claimed)
                continue;
            claims[Person(Braced(user.Key))] = claimed;
            if (user.State.Part("leaseExpiresAt") is null && book.Desktop(claimed)?.Exists != true)
                Say(user.Entity, $"is claimed by {claimed}, which does not exist");
        }

        foreach (var desktop in existing)
        {
            var claim = claims.GetValueOrDefault(Person($"{desktop.Directory}/{desktop.User}"));
            if (claim != desktop.Id)
                Say(desktop.Record.Entity, $"is the desktop of {desktop.User}, who is claimed by {claim ?? "none"}");
        }
    }

    /// <summary>Keys hold no braces; the escape has a capital, which no name that is compared has.</summary>
    private static string Braced(string key) => key.Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal);

    private static string Person(string key) => key.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private void Say(string entity, string sentence) => docket.Add(Name, entity, evidence.EndsAt, sentence);
}
