using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>trace</c>.</summary>
internal static class TraceSpecReader
{
    public static TraceSpec Read(Section section)
    {
        var spec = new TraceSpec(
            section.Optional<string?>("file", text => Formats.FileName(text).Then<string?>(name => name), null),
            section.Optional("utcOffset", CalendarFormats.UtcOffset, TraceSpec.Default.UtcOffset),
            section.Optional("repeatUsers", Formats.Whole(1, TraceSpec.MaxCopies), TraceSpec.Default.RepeatUsers),
            section.Optional("users", Formats.Whole(1, UserGroup.MaxUsers).OrNull(), null),
            section.Optional("phaseShift", Formats.Time(Duration.Zero, Duration.FromHours(24)), TraceSpec.Default.PhaseShift))
        {
            Format = section.Optional("format", Formats.OneOf([.. TraceFormats.Names.Select(known => (known.Name, (TraceFormat?)known.Format))]), null),
            Origin = section.Optional("origin", CalendarFormats.Start("Etc/UTC").OrNull(), null),
            TimeZone = section.Optional<string?>("timeZone", text => CalendarFormats.TimeZone(text).Then<string?>(zone => zone), null),
            DateOrder = section.Optional("dateOrder", Formats.OneOf(("dayFirst", (DateOrder?)DateOrder.DayFirst), ("monthFirst", DateOrder.MonthFirst)), null),
            OpenSessions = section.Optional("openSessions", Formats.OneOf(("end", (OpenSessions?)OpenSessions.End), ("median", OpenSessions.Median), ("drop", OpenSessions.Drop)), null),
            KnowsZone = section.Has("utcOffset") || section.Has("timeZone"),
            JoinWithin = section.Optional("joinWithin", Formats.Time(Duration.Zero, Duration.FromHours(24)).OrNull(), null),
        };
        if (section.Has("repeatUsers") && section.Has("users"))
            section.Report("users", "\"repeatUsers\" and \"users\" exclude each other; keep one of them.");
        if (section.Has("utcOffset") && section.Has("timeZone"))
            section.Report("timeZone", "\"utcOffset\" and \"timeZone\" exclude each other; keep one of them.");
        section.Close();
        return spec;
    }
}
