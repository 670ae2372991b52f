using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>driver</c>; a verb, or a part of one, that is left out is as in <see cref="DriverSpec.Default"/>.</summary>
internal static class DriverReader
{
    private static readonly Format<Duration> Latency = Formats.Time(Duration.Zero, Duration.FromHours(24));

    private static DriverSpec Default => DriverSpec.Default;

    public static DriverSpec Read(Section section)
    {
        var driver = new DriverSpec(
            Verb(section.Child("provision"), Default.Provision),
            Verb(section.Child("resume"), Default.Resume),
            Verb(section.Child("hibernate"), Default.Hibernate),
            Verb(section.Child("reboot"), Default.Reboot),
            Verb(section.Child("rebuild"), Default.Rebuild),
            Verb(section.Child("terminate"), Default.Terminate));
        section.Close();
        return driver;
    }

    private static VerbSpec Verb(Section section, VerbSpec fallback)
    {
        var verb = new VerbSpec(
            section.Has("latency") ? Ranges(section) : fallback.Latency,
            section.Optional("fail", Formats.Share, fallback.Fail),
            section.Optional("stall", Formats.Share, fallback.Stall),
            section.Optional("twice", Formats.Share, fallback.Twice));
        if (verb.Fail + verb.Stall > 1) section.Report("stall", "fail and stall together are more than 100 %; lower one of them.");
        section.Close();
        return verb;
    }

    private static ImmutableArray<LatencyRange> Ranges(Section section)
    {
        ImmutableArray<LatencyRange> ranges = [.. section.Maps("latency").Select(Range)];
        var percent = ranges.Sum(range => (decimal)range.Share) * 100;
        if (percent != 100)
            section.Report("latency", FormattableString.Invariant($"The shares sum to {percent:0.######} %; make them 100 %."));
        return ranges;
    }

    private static LatencyRange Range(Section item)
    {
        var from = item.Required("from", Latency, Duration.Zero);
        var to = item.Required("to", Latency, Duration.FromHours(24));
        if (to < from) item.Report("to", "The range ends before it begins; swap \"from\" and \"to\".");
        var share = item.Optional("share", Formats.Share, 1);
        item.Close();
        return new LatencyRange(from, to, share);
    }
}
