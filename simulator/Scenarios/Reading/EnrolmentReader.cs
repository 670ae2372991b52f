using DeskFleet.Core.Commitment;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>enrolment</c> of a fleet.</summary>
/// <param name="timeZone">Zone of the local times: that of the fleet's region.</param>
/// <param name="quota">Of the fleet; the commitment must fit in it.</param>
internal sealed class EnrolmentReader(string timeZone, int quota)
{
    public const string Key = "enrolment";

    private const int MaxSeats = 10_000_000;

    private static readonly Format<SeatCount> Count = Formats.OneOf([.. Enum.GetValues<SeatCount>().Select(count => (count.ToString(), count))]);

    private readonly Format<Instant?> moment = CalendarFormats.Start(timeZone).OrNull();

    public EnrolmentSpec Read(Section fleet, bool hasDedicated)
    {
        var section = fleet.Child(Key);
        var usual = EnrolmentSpec.For(quota);
        var spec = new EnrolmentSpec(
            section.Optional("begins", moment, null),
            section.Optional("activates", moment, null),
            section.Optional("expires", moment, null),
            section.Optional("softwareAssurance", Formats.Switch, usual.HasSoftwareAssurance),
            new(section.Optional("seats", Formats.Whole(1, MaxSeats), usual.Terms.Seats), section.Optional("count", Count, usual.Terms.Count)));
        if (spec.Terms.Seats > quota)
            section.Report("seats", $"The quota of {quota} can not hold {spec.Terms.Seats} committed seats; raise \"quota\" or commit to fewer.");
        if (spec.Activates < spec.Begins)
            section.Report("activates", "Launches cannot open before onboarding begins; give a later time.");
        if (spec.Expires <= (spec.Activates ?? spec.Begins))
            section.Report("expires", "The agreement ends before launches open; give a later time.");
        if (section.IsGiven && !hasDedicated)
            fleet.Report(Key, "Only dedicated directories need own licences, and none is dedicated here; write \"dedicated: true\" in one, or leave \"enrolment\" out.");
        section.Close();
        return spec;
    }
}
