using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>
/// Tells webhooks of changes of alarms, each URL in order and at least once. Follows no redirect, uses no proxy, reads no answer but its status, and calls only
/// hosts that are named. What fails is tried again with growing pauses and then given up. Called by one at a time.
/// </summary>
internal sealed class AlarmWebhooks(WebhookHosts hosts, TimeProvider time) : IStartsAnew, IDisposable
{
    /// <summary>Then it is given up: after some twenty minutes.</summary>
    public const int MaxAttempts = 12;

    /// <summary>By this a webhook that is told twice knows it.</summary>
    public const string NoticeHeader = "X-DeskFleet-Notice";

    private const int AtOnce = 8;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = Patience,
    };

    private readonly ConcurrentDictionary<(AccountId Account, long Number), (int Failures, long NotBefore)> _failed = new();

    /// <summary>Tells whoever can be told now.</summary>
    /// <returns>Those that are done: told, or given up.</returns>
    public async Task<IReadOnlyCollection<AlarmNotified>> Deliver(AccountId account, AlarmBook book, CancellationToken cancellation)
    {
        var done = new ConcurrentQueue<AlarmNotified>();
        await Parallel.ForEachAsync(
            book.Notices.GroupBy(notice => notice.Url, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (lane, stop) =>
            {
                foreach (var notice in lane.OrderBy(notice => notice.Number))
                {
                    if (await Tell(account, book, notice, stop) is not { } notified)
                        return;
                    done.Enqueue(notified);
                }
            });
        return done;
    }

    public void StartAnew() => _failed.Clear();

    public void Dispose() => _http.Dispose();

    /// <summary>Null: not yet.</summary>
    private async Task<AlarmNotified?> Tell(AccountId account, AlarmBook book, AlarmNotice notice, CancellationToken cancellation)
    {
        var key = (account, notice.Number);
        var (failures, notBefore) = _failed.GetValueOrDefault(key);
        if (failures > 0 && time.GetTimestamp() < notBefore)
            return null;
        var failure = hosts.Fault(notice.Url) ?? await Post(account, book, notice, cancellation);
        if (failure is not null && ++failures < MaxAttempts)
        {
            var pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(2, failures - 1), LongestPause.TotalSeconds);
            _failed[key] = (failures, time.GetTimestamp() + (long)(pause * time.TimestampFrequency));
            return null;
        }

        _failed.TryRemove(key, out _);
        return new(notice.Number, failure);
    }

    /// <returns>Why it failed; null: it was taken.</returns>
    private async Task<string?> Post(AccountId account, AlarmBook book, AlarmNotice notice, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, notice.Url) { Content = new ByteArrayContent(Message(account, book, notice)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(NoticeHeader, string.Create(CultureInfo.InvariantCulture, $"{account}/{notice.Number}"));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return e is HttpRequestException refused ? refused.HttpRequestError.ToString() : $"no answer within {Patience.TotalSeconds:0} s";
        }
    }

    /// <summary>As subscribers of the real service get it.</summary>
    private static byte[] Message(AccountId account, AlarmBook book, AlarmNotice notice)
    {
        var alarm = book.Find(notice.Alarm);
        var definition = alarm?.Definition;
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            AlarmName = notice.Alarm,
            AlarmDescription = definition?.Description,
            AWSAccountId = account.Account,
            AlarmConfigurationUpdatedTimestamp = alarm is null ? null : Text(alarm.ConfiguredAt),
            NewStateValue = AlarmWire.Of(notice.Standing.Value),
            NewStateReason = notice.Standing.Reason,
            StateChangeTime = Text(notice.Standing.At),
            account.Region,
            AlarmArn = AlarmWire.ArnOf(account, notice.Alarm),
            OldStateValue = AlarmWire.Of(notice.From),
            Trigger = definition is null ? null : new
            {
                MetricName = definition.Metric.Name,
                definition.Metric.Namespace,
                StatisticType = "Statistic",
                Statistic = definition.Metric.Statistic.ToUpperInvariant(),
                definition.Metric.Unit,
                Dimensions = definition.Metric.Dimensions.Select(dimension => new { value = dimension.Value, name = dimension.Name }),
                Period = definition.Metric.PeriodSeconds,
                definition.Rule.EvaluationPeriods,
                definition.Rule.DatapointsToAlarm,
                ComparisonOperator = definition.Rule.Comparison.ToString(),
                definition.Rule.Threshold,
            },
        });
    }

    private static string Text(Instant at) => at.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
