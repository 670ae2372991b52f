using System.Collections.Concurrent;
using DeskFleet.Contracts.Views;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Metrics;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.WorkSpaces;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>
/// The metrics of WorkSpaces of one account, from the journal. What was read stays, so the next time only newer lines are. Thread-safe.
/// </summary>
internal sealed class MetricReader(IMetricLines lines, AccountResources resources, IWorkSpaceView view, IFleetClock clock) : IStartsAnew
{
    /// <summary>How far back points go, as there.</summary>
    public static readonly Duration Kept = Duration.FromDays(63);

    /// <summary>What is kept of a WorkSpace that is asked for again and again is read anew when it has grown to this.</summary>
    private static readonly Duration MaxKept = Kept * 2;

    /// <summary>WorkSpaces that are remembered, some kilobytes each.</summary>
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, KnownSeries> _known = new(StringComparer.Ordinal);

    public void StartAnew() => _known.Clear();

    /// <summary>The series of those WorkSpaces that belong to the account.</summary>
    public async Task<IReadOnlyDictionary<string, DesktopSeries>> OfWorkSpaces(IEnumerable<string> ids, AccountId account)
    {
        // First how they stand and then their lines: who has no line has stood so all the time.
        var desktops = await resources.WorkSpaces(ids, account);
        return await Series([.. desktops.Select(desktop => (desktop.Id.Value, (WorkSpaceDescription?)desktop))]);
    }

    /// <summary>The series of all WorkSpaces that a directory of the account has and had.</summary>
    public async Task<IReadOnlyCollection<DesktopSeries>> OfDirectory(string directory, AccountId account)
    {
        if (await resources.Directory(directory, account) is null)
            return [];
        var desktops = new List<(string, WorkSpaceDescription?)>();
        WorkSpaceId? after = null;
        do
        {
            var page = await view.List(new(Directory: new(directory)), after, IWorkSpaceView.MaxOnAPage);
            desktops.AddRange(page.Items.Select(item => (item.Desktop.Id.Value, (WorkSpaceDescription?)item.Desktop)));
            after = page.Next;
        }
        while (after is not null);
        desktops.AddRange((await lines.TerminatedOf(new(directory), default)).Select(id => (id, (WorkSpaceDescription?)null)));
        return [.. (await Series([.. desktops.DistinctBy(one => one.Item1)])).Values];
    }

    private async Task<IReadOnlyDictionary<string, DesktopSeries>> Series(IReadOnlyList<(string Id, WorkSpaceDescription? Desktop)> desktops)
    {
        var from = clock.Now - Kept - Duration.FromDays(1);
        var known = desktops.ToDictionary(one => one.Id, one => Known(one.Id, from), StringComparer.Ordinal);
        // Those that are not known yet want all that is kept, from the same instant.
        var read = await lines.Read([.. known.Select(one => (one.Key, one.Value.After))], from, default);
        var newer = read.GroupBy(line => line.Desktop, StringComparer.Ordinal).ToDictionary(group => group.Key, StringComparer.Ordinal);
        foreach (var (id, desktop) in desktops)
        {
            if (newer.TryGetValue(id, out var ofOne))
                known[id] = known[id].With(ofOne);
            else if (known[id].After == 0 && desktop is not null)
                known[id] = known[id] with { Series = DesktopSeries.Standing(desktop.State, desktop.Session is not null, known[id].From) };
        }

        Remember(known);
        return known.ToDictionary(one => one.Key, one => one.Value.Series, StringComparer.Ordinal);
    }

    private KnownSeries Known(string id, Instant from) =>
        _known.TryGetValue(id, out var known) && known.From > clock.Now - MaxKept && known.From <= from ? known : new(DesktopSeries.Empty, 0, from);

    private void Remember(Dictionary<string, KnownSeries> series)
    {
        if (_known.Count > MaxKnown)
            _known.Clear();
        foreach (var (id, known) in series)
        {
            // One that only stands has no sequence to go on from.
            if (known.After > 0)
                _known[id] = known;
        }
    }

    /// <param name="After">The sequence of the last line that is in it; 0: none.</param>
    /// <param name="From">Since when its lines are in it.</param>
    private sealed record KnownSeries(DesktopSeries Series, long After, Instant From)
    {
        public KnownSeries With(IEnumerable<MetricLine> lines)
        {
            var (facts, after) = (new List<MetricFact>(), After);
            foreach (var line in lines)
            {
                facts.AddRange(line.Facts);
                after = line.Sequence;
            }

            return this with { Series = Series.With(facts, From), After = after };
        }
    }
}
