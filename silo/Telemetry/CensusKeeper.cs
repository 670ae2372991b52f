using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;

namespace DeskFleet.Silo.Telemetry;

/// <summary>
/// Keeps this silo's census: once from the records, then from the journal, line by line as it comes, whichever silo wrote it. After a failure it
/// begins again.
/// </summary>
public sealed partial class CensusKeeper(
    Census census, IJournalReader journal, FleetProjection projection, IServiceProvider services, LiveEvents events, LoopBook loops, TimeProvider time, ILogger<CensusKeeper> logger) : BackgroundService, IStartsAnew
{
    private const int PageSize = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _folding = new();
    private long _heard = time.GetTimestamp();

    /// <summary>Lines up to here are of a fleet that is gone.</summary>
    private JournalPosition _forgotten = JournalPosition.Beginning;

    private LoopWatch Watch { get; } = loops.Census;

    /// <summary>How long ago the journal was heard of last; while nothing happens it is heard of every 10 s.</summary>
    public TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>A page may be in hand: what is left of it is not folded any more.</summary>
    public void StartAnew()
    {
        var end = journal.End().GetAwaiter().GetResult();
        lock (_folding)
        {
            _forgotten = end;
            census.StartAnew();
            events.StartAnew();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var position = await Begin(stoppingToken);
                while (true)
                    position = await Step(position, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, such as a database that is away: it begins again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Watch.Fail(e.Message);
                LogFailed(logger, e.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>First where the journal ends, then the records: what is in both is folded once, by its number.</summary>
    private async Task<JournalPosition> Begin(CancellationToken cancellation)
    {
        await journal.Read(JournalPosition.Beginning, 1, IJournalReader.MaxWait, cancellation);
        if (services.GetService<FleetRecords>() is not { } records)
            return JournalPosition.Beginning;
        var end = await journal.End(cancellation);
        foreach (var kind in new[] { EntityKind.Account, EntityKind.DedicatedHost, EntityKind.WorkSpace })
            await Load(records, kind, cancellation);
        return end;
    }

    private async Task Load(FleetRecords records, EntityKind kind, CancellationToken cancellation)
    {
        for (string? after = ""; after is not null;)
        {
            var page = await records.Page(kind, after, PageSize, cancellation);
            foreach (var odd in page.Odd)
                Watch.Skip(new(odd.Entity.ToString(), odd.Obstacle));
            foreach (var held in page.Held)
                Watch.Try(held.Entity, () => Take(held.Record));
            after = page.Next;
        }
    }

    private void Take(IEntityRecord held)
    {
        if (held is EntityRecord<WorkSpaceState> workSpace)
        {
            census.Set(workSpace.State, workSpace.Sequence);
            if (workSpace.State.Identity is { } desktop)
                Seen(desktop.Directory, desktop.Pool);
        }
        else if (held is EntityRecord<HostState> host)
        {
            census.Set(host.State, host.Sequence);
            Seen(null, host.State.Pool);
        }
        else if (held is EntityRecord<AccountState> account)
        {
            census.Set(account.State.Key, account.State.Commitment);
        }
    }

    /// <summary>The failures of what was there before this silo begin at zero, too.</summary>
    private void Seen(DirectoryId? directory, HostPoolId? pool)
    {
        if (directory is { } inDirectory)
            projection.FirstSeen(inDirectory);
        if (pool is { } inPool)
            projection.FirstSeen(inPool);
    }

    private async Task<JournalPosition> Step(JournalPosition position, CancellationToken cancellation)
    {
        var page = await journal.Read(position, IJournalReader.MaxLines, IJournalReader.MaxWait, cancellation);
        var obstacle = services.GetService<JournalTail>()?.Obstacle;
        if (obstacle is null)
            Interlocked.Exchange(ref _heard, time.GetTimestamp());
        foreach (var line in page.Entries)
        {
            var happened = new LoggedEvent(line.At, line.Entity, line.Sequence, line.Event);
            if (!Fold(line, happened))
                await Mend(line, cancellation);
        }

        if (obstacle is not null)
            Watch.Fail(obstacle);
        else if (page.Entries.Length < IJournalReader.MaxLines)
            Watch.Complete();
        return page.Next;
    }

    private bool Fold(JournalEntry line, LoggedEvent happened)
    {
        lock (_folding)
        {
            if (line.Position <= _forgotten)
                return true;
            events.Add(happened);
            return Watch.Try($"line {line.Position.Value} of {line.Entity}", () => census.Fold(happened), false);
        }
    }

    /// <summary>A line before this one is missing, or this one cannot be folded: the record says how the entity stands.</summary>
    private async Task Mend(JournalEntry line, CancellationToken cancellation)
    {
        if (services.GetService<FleetRecords>() is not { } records)
            throw new InvalidOperationException($"Lines of {line.Entity} before {line.Sequence} are missing.");
        var found = await records.Find([line.Entity], cancellation, odd => Watch.Skip(new(odd.Entity.ToString(), odd.Obstacle)));
        if (found.TryGetValue(line.Entity, out var held))
            Watch.Try(line.Entity, () => Take(held.Record));
    }

    [LoggerMessage(LogLevel.Warning, "The picture of the fleet begins again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
