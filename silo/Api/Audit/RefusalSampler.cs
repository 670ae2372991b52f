using DeskFleet.Grains.Ports;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// Keeps refusals from filling the trail. In each minute the first of one kind are recorded one by one: of one caller, action and reason, or, where nobody
/// knows who asked, of one address and reason. The rest are counted, and each kind gets one record with its count. So a flood costs the trail a bounded
/// number of records a minute, and no refusal is lost. Thread-safe.
/// </summary>
internal sealed class RefusalSampler : IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Of a caller who is known: what he was refused says what he tried.</summary>
    public const int FirstOfACaller = 60;

    /// <summary>Of one address.</summary>
    public const int FirstOfAnAddress = 10;

    /// <summary>One by one in all.</summary>
    public const int MaxOneByOne = 1000;

    /// <summary>Kinds that are told apart; the rest are counted as one.</summary>
    public const int MaxKinds = 200;

    private static readonly Kind Others = new("", "", "");

    private readonly IRefusalTrail _audit;
    private readonly IFleetClock _clock;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Dictionary<Kind, Tally> _tallies = [];
    private long _since;
    private int _oneByOne;

    public RefusalSampler(IRefusalTrail audit, IFleetClock clock, TimeProvider time)
    {
        (_audit, _clock, _time, _since) = (audit, clock, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => EndWindow(), null, Window, Window);
    }

    public void Write(AuditRecord refusal)
    {
        if (_time.GetElapsedTime(Interlocked.Read(ref _since)) >= Window)
            EndWindow();
        if (Count(refusal))
            _audit.Write(refusal);
    }

    /// <summary>Records what has been counted so far.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        EndWindow();
    }

    /// <returns>Whether it is to be recorded by itself.</returns>
    private bool Count(AuditRecord refusal)
    {
        var kind = refusal.Caller is { } caller
            ? new Kind($"{refusal.Account?.Account}/{caller}", refusal.Action ?? "", refusal.Outcome)
            : new Kind(refusal.Source ?? "", "", refusal.Outcome);
        lock (_gate)
        {
            if (!_tallies.TryGetValue(kind, out var tally))
                tally = _tallies.Count < MaxKinds ? _tallies[kind] = new() : Tally.Of(_tallies, Others);
            if (++tally.All <= (refusal.Caller is null ? FirstOfAnAddress : FirstOfACaller) && _oneByOne < MaxOneByOne)
            {
                _oneByOne++;
                return true;
            }

            tally.Counted++;
            // Who and what of the last one; of kinds that are not told apart only that there were so many.
            tally.Last = refusal with { Parameters = null, Resources = [], Failed = [] };
            return false;
        }
    }

    private void EndWindow()
    {
        Dictionary<Kind, Tally> ended;
        lock (_gate)
        {
            (ended, _tallies, _oneByOne) = (_tallies, [], 0);
            Interlocked.Exchange(ref _since, _time.GetTimestamp());
        }

        foreach (var (kind, tally) in ended.Where(entry => entry.Value.Counted > 0))
            _audit.Write(Sum(kind, tally));
    }

    private AuditRecord Sum(Kind kind, Tally tally) => (kind == Others ? tally.Last! with { Caller = null, Account = null, Source = null, KeyId = null, Action = null } : tally.Last!) with
    {
        At = _clock.Now,
        Count = tally.Counted,
        Message = $"{tally.Counted} more like this within a minute",
    };

    /// <param name="Who">A caller with his account, or an address.</param>
    private readonly record struct Kind(string Who, string Action, string Outcome);

    private sealed class Tally
    {
        public long All { get; set; }

        public long Counted { get; set; }

        public AuditRecord? Last { get; set; }

        public static Tally Of(Dictionary<Kind, Tally> tallies, Kind kind) => tallies.TryGetValue(kind, out var known) ? known : tallies[kind] = new();
    }
}
