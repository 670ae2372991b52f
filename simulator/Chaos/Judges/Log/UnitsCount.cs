using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>At each launch: one desktop a person and directory, no more than the quota, no more on a key than its seats (QTA-01, QTA-02, ENC-04).</summary>
internal sealed class UnitsCount(Docket docket, FleetTrack fleet) : LogJudge(docket)
{
    private readonly Dictionary<string, HashSet<string>> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _seats = new(StringComparer.Ordinal);

    public override string Name => "one desktop a person, within quota and key seats";

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop?.Identity is not { } identity || !(line.IsMove || line.What == "unit-taken"))
            return;
        var hadUnit = !Set(_units, identity.Account, desktop.Entity, desktop.HoldsUnit);
        Set(_people, identity.Person, desktop.Entity, desktop.Exists);
        if (identity.Key is { } key)
            Set(_seats, key, desktop.Entity, desktop.Exists);
        if (desktop.HoldsUnit && !hadUnit && fleet.Quotas.TryGetValue(identity.Account, out var quota) && _units[identity.Account].Count > quota)
            Say(line, $"is desktop {_units[identity.Account].Count} of {identity.Account}, whose quota is {quota}");
        if (line.Event.Part("terms") is not null)
            Launch(line, identity);
    }

    private void Launch(in LogLine line, Identity identity)
    {
        if (_people[identity.Person].Count > 1)
            Say(line, $"is a second desktop of {identity.User} in {identity.Directory}, besides {_people[identity.Person].First()}");
        if (identity.Key is { } key && _seats[key].Count > fleet.KeyOf(key).Seats)
            Say(line, $"is desktop {_seats[key].Count} on {key}, which serves {fleet.KeyOf(key).Seats}");
    }

    /// <returns>Whether this changed anything.</returns>
    private static bool Set(Dictionary<string, HashSet<string>> sets, string key, string member, bool isIn)
    {
        if (!sets.TryGetValue(key, out var set))
            sets.Add(key, set = new(StringComparer.Ordinal));
        return isIn ? set.Add(member) : set.Remove(member);
    }
}
