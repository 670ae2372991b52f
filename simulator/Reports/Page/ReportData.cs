using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>All that a page is made from.</summary>
public sealed record ReportData(Scenario Scenario, RunSummary Summary, FleetObserver Fleet, RunFigures Figures)
{
    private static readonly LocalDateTimePattern Moment = LocalDateTimePattern.CreateWithInvariantCulture("dddd d MMMM HH:mm");

    private static readonly Duration MomentReach = Duration.FromHours(2);

    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[Regions.TimeZoneOf(Scenario.Region)];

    /// <summary>When the fleet was tightest: least headroom, or the peak of running desktops where hosts are endless.</summary>
    public Instant TightestAt => Summary.Headroom?.At ?? Summary.Running.At;

    internal TimeSpanOfRun Span => new(Summary.Start, Instant.Max(Summary.End, Summary.Start + Duration.FromMinutes(1)), Zone);

    /// <summary>The hours around the tightest moment, within the run.</summary>
    internal TimeSpanOfRun MomentSpan
    {
        get
        {
            var from = Instant.Max(Span.Start, TightestAt - MomentReach);
            var minutes = Math.Floor((from - Span.Start).TotalMinutes);
            return new(Span.Start + Duration.FromMinutes(minutes), Instant.Min(Span.End, TightestAt + MomentReach), Zone);
        }
    }

    /// <summary>When it plays, in words.</summary>
    public string Period => $"{Local(Scenario.Start)} to {Local(Scenario.End)} {Span.LocalAt(0).Year}, {Zone.Id}{(Summary.IsPartial ? $"; interrupted on {Local(Summary.End)}" : "")}";

    /// <summary>A local time in words.</summary>
    public string Local(Instant at) => Moment.Format(at.InZone(Zone).LocalDateTime);

    /// <summary>When the desktops of the beginning were launched: at once, or in waves where the hosts have no room for all.</summary>
    internal string Launches
    {
        get
        {
            var waves = Figures.Desktops.Min(desktop => desktop.LaunchedAt) is { } first && first < Scenario.LaunchAt
                ? $" in waves from {InstantPattern.General.Format(first)} on, the last"
                : "";
            return $"desktops launched{waves} {Phrases.Length(Scenario.LaunchLead)} before";
        }
    }

    internal TimeBuckets Buckets(TimeSpanOfRun span) => new(span, Summary.Start, Fleet.Running.Track.Step);
}
