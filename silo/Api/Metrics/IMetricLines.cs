using DeskFleet.Core.Identity;
using DeskFleet.Core.Metrics;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>What metrics need of the journal's lines of some WorkSpaces.</summary>
/// <param name="Facts">Often none.</param>
internal readonly record struct MetricLine(string Desktop, long Sequence, IReadOnlyList<MetricFact> Facts);

/// <summary>Reads what metrics are made of. Thread-safe.</summary>
internal interface IMetricLines
{
    /// <summary>The lines of several WorkSpaces, each in the order of its sequence.</summary>
    /// <param name="wanted">Each with the last sequence that is known.</param>
    /// <param name="from">Lines before it may be left out.</param>
    Task<IReadOnlyList<MetricLine>> Read(IReadOnlyList<(string Desktop, long After)> wanted, Instant from, CancellationToken cancellation);

    /// <summary>WorkSpaces of a directory that are gone, as far as their lines are kept.</summary>
    Task<IReadOnlyList<string>> TerminatedOf(DirectoryId directory, CancellationToken cancellation);
}
