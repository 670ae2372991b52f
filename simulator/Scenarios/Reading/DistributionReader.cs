using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// Reads a distribution of durations: <c>{ median, p90 }</c> for short, or one of <c>logNormal</c>, <c>normal</c>, <c>uniform</c> and
/// <c>empirical</c>.
/// </summary>
/// <param name="point">How one of its values is written: a duration, or a time of day.</param>
/// <param name="least">The least value possible.</param>
/// <param name="most">The greatest value possible.</param>
internal sealed class DistributionReader(Format<Duration> point, Duration least, Duration most)
{
    private static readonly string[] Kinds = ["logNormal", "normal", "uniform", "empirical"];

    /// <summary>Lengths and gaps.</summary>
    public static DistributionReader OfSessions { get; } =
        new(Formats.Time(Duration.FromMinutes(1), Duration.FromHours(16)), Duration.FromMinutes(1), Duration.FromHours(16));

    private static readonly Format<Duration> Deviation = Formats.Time(Duration.Zero, Duration.FromHours(6));

    public Distribution Read(Section section, Distribution fallback)
    {
        if (!section.IsGiven) return fallback;
        var kind = Kinds.FirstOrDefault(section.Has);
        var read = kind is null ? LogNormal(section) : Named(section, kind)!;
        section.Close();
        return read;
    }

    /// <summary>One of the kinds that have a name, or null; whoever calls closes the section.</summary>
    public Distribution? Named(Section section) => Kinds.Skip(1).FirstOrDefault(section.Has) is { } kind ? Named(section, kind) : null;

    private Distribution? Named(Section section, string kind)
    {
        foreach (var other in Kinds.Append("median").Append("p90").Where(other => other != kind && section.Has(other)))
            section.Report(other, $"A distribution is of one kind; leave \"{other}\" out, or \"{kind}\".");
        if (kind == "empirical") return Empirical(section);
        var child = section.Child(kind);
        Distribution read = kind switch { "logNormal" => LogNormal(child), "normal" => Normal(child), _ => Uniform(child) };
        child.Close();
        return read;
    }

    public Spread LogNormal(Section section)
    {
        var median = section.Required("median", point, least);
        var p90 = section.Required("p90", point, most);
        if (p90 < median)
            section.Report("p90", "The p90 is below the median; nine of ten are shorter than the p90, so give at least the median.");
        return new Spread(median, p90);
    }

    private NormalSpread Normal(Section section) =>
        new(section.Required("mean", point, least), section.Required("deviation", Deviation, Duration.Zero));

    private UniformSpread Uniform(Section section)
    {
        var (from, to) = Range(section);
        return new UniformSpread(from, to);
    }

    private EmpiricalSpread Empirical(Section section)
    {
        ImmutableArray<LatencyRange> ranges = [.. section.Maps("empirical").Select(Weighted)];
        var percent = ranges.Sum(range => (decimal)range.Share) * 100;
        if (percent != 100)
            section.Report("empirical", FormattableString.Invariant($"The shares sum to {percent:0.######} %; make them 100 %."));
        return new EmpiricalSpread(ranges);
    }

    private LatencyRange Weighted(Section item)
    {
        var share = item.Required("share", Formats.Share, 0);
        var (from, to) = Range(item);
        item.Close();
        return new LatencyRange(from, to, share);
    }

    private (Duration From, Duration To) Range(Section section)
    {
        var from = section.Required("from", point, least);
        var to = section.Required("to", point, most);
        if (to < from) section.Report("to", "The range ends before it begins; swap \"from\" and \"to\".");
        return (from, to);
    }
}
