using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Journal;

/// <summary>
/// Knows up to where the journal is settled: no line can appear at or before there any more. Lines get their position before they are
/// committed, so a later one may be seen first; who read on past it would lose the earlier one. A position is settled when everybody who
/// wrote lines when it was seen has ended. One query a silo and <see cref="Period"/>, however many read. Thread-safe.
/// </summary>
public sealed partial class JournalTail(FleetDatabase database, LoopBook loops, TimeProvider time, ILogger<JournalTail> logger)
    : SiloLoop(loops.JournalTail, ServiceLifecycleStage.BecomeActive, JournalTail.Period, time), IJournal
{
    /// <summary>How long another silo's line may go unnoticed; lines of this silo are looked for at once.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks, however much is written.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Whoever reads up to the end is told when it has not been known for longer: what happened since is missing there, and nobody could see it.
    /// </summary>
    public static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(30);

    /// <summary>Transactions that write lines take no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _sql = new SqlScripts(database.Dialect)["Journal/Settled"];
    private readonly RisingMark _settled = new();
    private WriterSnapshot? _unsettled;

    public JournalPosition Settled => new(_settled.Value);

    /// <summary>Why what happened lately cannot be read; null: it can.</summary>
    public string? Obstacle => Watch is { Obstacle: { } obstacle, Age: { } age } && age > MaxBehind
        ? string.Create(CultureInfo.InvariantCulture, $"the end of the journal has not been known for {age.TotalSeconds:0} s: {obstacle}")
        : null;

    /// <summary>Waits until something after the position is settled, but not longer than <paramref name="wait"/>.</summary>
    public Task Past(JournalPosition position, TimeSpan wait, CancellationToken cancellation) => _settled.Past(position.Value, wait, Time, cancellation);

    /// <summary>This silo has written lines: looks soon.</summary>
    public void Append(ImmutableArray<LoggedEvent> events) => Ring();

    /// <summary>Looks once. Returns whether something seen is still not settled.</summary>
    public async Task<bool> Look(CancellationToken cancellation)
    {
        var seen = await See(cancellation);
        if (_unsettled is { } earlier && !earlier.Writers.Overlaps(seen.Writers))
            Settle(earlier.End);
        if (seen.Writers.IsEmpty)
            Settle(seen.End);
        else if (seen.End > _settled.Value)
            _unsettled ??= seen;
        return _unsettled is not null;
    }

    protected override async Task Pass(CancellationToken cancellation)
    {
        bool isUnsettled;
        do
        {
            var before = _settled.Value;
            isUnsettled = await Look(cancellation);
            // Under load something is always unsettled; what counts is that the end moves.
            if (!isUnsettled || _settled.Value > before)
                Watch.Complete();
            else if (Watch.Age > Patience)
                Watch.Fail($"a transaction that writes lines does not end ({string.Join(' ', _unsettled!.Writers)})");
            await Task.Delay(Pause, Time, cancellation);
        }
        while (isUnsettled);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    private void Settle(long position)
    {
        _unsettled = null;
        _settled.Raise(position);
    }

    private async Task<WriterSnapshot> See(CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, _sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), [.. rows.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [LoggerMessage(LogLevel.Warning, "The end of the journal could not be read; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);

    /// <param name="End">The newest line.</param>
    /// <param name="Writers">The transactions that write lines.</param>
    private sealed record WriterSnapshot(long End, ImmutableHashSet<string> Writers);
}
