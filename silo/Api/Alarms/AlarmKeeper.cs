using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Metrics;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Telemetry;
using NodaTime;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>
/// Looks at the metrics of all alarms whenever there are new samples, and carries out what changes bring. One silo does it for the whole fleet; what it finds is
/// stored before anybody is told, so whoever takes over goes on.
/// </summary>
internal sealed partial class AlarmKeeper(
    IAlarmAccounts accounts, FleetClient fleet, MetricReader reader, AlarmWebhooks webhooks, FleetOwner owner, LoopBook loops, IFleetClock clock,
    ILogger<AlarmKeeper> logger) : BackgroundService
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>After a failure, while somebody has yet to be told, and until this silo or another is found to be the owner.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Points that the reason shows.</summary>
    private const int MaxShown = 50;

    private readonly SemaphoreSlim _wanted = new(0);

    /// <summary>What the last look at each account's metrics was made of: the newest sample, and the newest definition.</summary>
    private readonly Dictionary<AccountId, (Instant Sample, Instant Configured)> _seen = [];

    /// <summary>Accounts whose alarms could not be looked at in the last round.</summary>
    private readonly ConcurrentDictionary<AccountId, bool> _failing = [];

    private LoopWatch Watch { get; } = loops.Alarms;

    /// <summary>Somebody has changed an alarm: looks at once.</summary>
    public void Look() => _wanted.Release();

    /// <summary>
    /// Whether the alarms of an account may stand otherwise than they are shown, for this silo cannot look at them. Another silo's failures are not known
    /// here.
    /// </summary>
    public bool IsBehind(AccountId account) => _failing.ContainsKey(account) || Watch.Age > Watch.Term;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        clock.Moved += Look;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var isSoon = await TryRound(stoppingToken);
                var rest = clock.RealTimeUntil(DesktopSeries.Floor(clock.Now, Minute) + Minute);
                await _wanted.WaitAsync(isSoon && rest > Pause ? Pause : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(rest.TotalMilliseconds))), stoppingToken);
                while (_wanted.Wait(0, CancellationToken.None))
                {
                    // Several wishes are one look.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            clock.Moved -= Look;
        }
    }

    /// <returns>Whether the next look comes soon: somebody has yet to be told, the round failed, or another silo is the owner, so far.</returns>
    private async Task<bool> TryRound(CancellationToken cancellation)
    {
        try
        {
            if (!owner.IsOwner)
            {
                Watch.Rest();
                return true;
            }

            Watch.Begin();
            return await Round(await accounts.All(cancellation), cancellation);
        }
#pragma warning disable CA1031 // Whatever it was, such as a database that is away: the next round begins anew.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Watch.Fail(e.Message);
            LogFailed(logger, e.Message);
            return true;
        }
    }

    /// <summary>
    /// An account whose alarms cannot be looked at holds up no other. The round is complete unless some could be looked at if it were made again.
    /// </summary>
    /// <returns>Whether the next look comes soon.</returns>
    private async Task<bool> Round(IReadOnlyList<AccountId> all, CancellationToken cancellation)
    {
        var (owes, obstacle) = (false, (string?)null);
        foreach (var gone in _failing.Keys.Except(all))
            _failing.TryRemove(gone, out _);
        foreach (var account in all)
        {
            try
            {
                owes |= await Round(account, cancellation);
                _failing.TryRemove(account, out _);
            }
#pragma warning disable CA1031 // A registry may be odd, and its metrics may be, in any way.
            catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _failing[account] = true;
                Watch.Skip(Entity.OfRegistry(account), e);
                obstacle = CallFailures.Passes(e) ? $"{account}: {e.Message}" : obstacle;
            }
        }

        if (obstacle is null)
            Watch.Complete();
        else
            Watch.Fail(obstacle);
        return owes || obstacle is not null;
    }

    private async Task<bool> Round(AccountId account, CancellationToken cancellation)
    {
        if ((await fleet.DescribeRegistry(account, cancellation)).Alarms is not { } book)
            return false;
        var seen = (DesktopSeries.Floor(clock.Now, DesktopSeries.Step), book.Alarms.Select(alarm => alarm.ConfiguredAt).DefaultIfEmpty(Instant.MinValue).Max());
        if ((!_seen.TryGetValue(account, out var before) || before != seen) && await Findings(account, book) is { Count: > 0 } findings)
        {
            await fleet.Send(Entity.OfRegistry(account), new AlarmsEvaluated([.. findings]), cancellation);
            book = (await fleet.DescribeRegistry(account, cancellation)).Alarms!;
        }

        _seen[account] = seen;
        var done = await webhooks.Deliver(account, book, cancellation);
        foreach (var notified in done)
            await fleet.Send(Entity.OfRegistry(account), notified, cancellation);
        return done.Count < book.Notices.Length;
    }

    /// <summary>What is not as it is stored.</summary>
    private async Task<List<AlarmFinding>> Findings(AccountId account, AlarmBook book)
    {
        var now = clock.Now;
        var sources = book.Alarms.Select(alarm => (Alarm: alarm, Source: SourceOf(alarm.Definition.Metric))).ToList();
        var points = await MetricPoints.Read(reader, [.. sources.Select(one => one.Source).OfType<MetricSource>()], account, now);
        var findings = new List<AlarmFinding>();
        foreach (var (alarm, source) in sources)
        {
            var found = Judge(alarm, source, points, now);
            if (found.Value != alarm.Standing.Value)
                findings.Add(found);
        }

        return findings;
    }

    private static AlarmFinding Judge(Alarm alarm, MetricSource? source, MetricPoints points, Instant now)
    {
        var (definition, period) = (alarm.Definition, Duration.FromSeconds(alarm.Definition.Metric.PeriodSeconds));
        var statistic = MetricOperations.Statistics[definition.Metric.Statistic];
        var read = source is null ? [] : points.Of(source, AlarmEvaluation.Start(definition, now), AlarmEvaluation.End(definition, now), period)
            .Select(point => (point.At, Value: statistic(point))).ToList();
        var (value, reason) = AlarmEvaluation.Decide(definition.Rule, read, alarm.Standing.Value);
        var data = JsonSerializer.Serialize(new
        {
            version = "1.0",
            queryDate = Time(now),
            statistic = definition.Metric.Statistic,
            period = definition.Metric.PeriodSeconds,
            recentDatapoints = read.TakeLast(Math.Min(definition.Rule.EvaluationPeriods, MaxShown)).Select(point => point.Value),
            threshold = definition.Rule.Threshold,
        });
        return new(definition.Name, alarm.ConfiguredAt, value, reason, data);
    }

    private static string Time(Instant at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static MetricSource? SourceOf(AlarmMetric metric) => MetricSource.Of(
        metric.Namespace, metric.Name, [.. metric.Dimensions.Select(dimension => new Dimension(dimension.Name, dimension.Value))], metric.Unit);

    [LoggerMessage(LogLevel.Warning, "Alarms could not be looked at; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
