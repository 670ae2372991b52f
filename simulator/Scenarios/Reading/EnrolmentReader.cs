using DeskFleet.Core.Commitment;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>enrolment</c>.</summary>
/// <param name="timeZone">Zone of the local times: the region's.</param>
/// <param name="quota">Of the account; the commitment must fit in it.</param>
internal sealed class EnrolmentReader(string timeZone, int quota)
{
    private static readonly Format<SeatCount> Count = Formats.OneOf([.. Enum.GetValues<SeatCount>().Select(count => (count.ToString(), count))]);

    private readonly Format<Instant?> moment = text => CalendarFormats.Start(timeZone)(text).Then<Instant?>(at => at);

    public EnrolmentSpec? Read(Section root)
    {
        var section = root.Child("enrolment");
        var usual = EnrolmentSpec.For(quota);
        var spec = new EnrolmentSpec(
            section.Optional("begins", moment, null),
            section.Optional("activates", moment, null),
            section.Optional("expires", moment, null),
            section.Optional("softwareAssurance", Formats.Switch, usual.HasSoftwareAssurance),
            new(section.Optional("seats", Formats.Whole(1, 10_000_000), usual.Terms.Seats), section.Optional("count", Count, usual.Terms.Count)));
        if (spec.Terms.Seats > quota)
            section.Report("seats", $"The quota of {quota} can not hold {spec.Terms.Seats} committed seats; raise \"quota\" or commit to fewer.");
        if (spec.Activates < spec.Begins)
            section.Report("activates", "Launches cannot open before onboarding begins; give a later time.");
        section.Close();
        return section.IsGiven ? spec : null;
    }
}
