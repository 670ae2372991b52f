using DeskFleet.Contracts;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using NodaTime;

namespace DeskFleet.Silo.MaintenanceWindows;

/// <summary>
/// Announces the service updates of the calendar, so that they reach every desktop without anybody asking for it, and nobody can turn them off (MNT-04). Once
/// after each release, and once more before every window, for those that were launched or out of reach meanwhile. The first of the active silos
/// does it; twice is harmless, since a desktop hears an update once. One that cannot be told holds up no other and is told at the next look.
/// </summary>
public sealed partial class UpdateAnnouncer(
    IGrainFactory grains, ISiloStatusOracle silos, LoopBook loops, IFleetClock clock, TimeProvider time, ILogger<UpdateAnnouncer> logger)
    : BackgroundService, IStartsAnew
{
    /// <summary>After the start: time for the view to catch up.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>Desktops that are told at once.</summary>
    private const int AtOnce = 100;

    private static readonly Duration Pause = Duration.FromHours(1);

    private readonly FleetClient _fleet = new(grains);
    private readonly Dictionary<string, (string Update, Instant Window)> _announced = new(StringComparer.Ordinal);
    private List<ListedWorkSpace> _missed = [];
    private volatile bool _isToForget;

    private LoopWatch Watch { get; } = loops.Announcer;

    /// <summary>The next look begins with nothing announced.</summary>
    public void StartAnew() => _isToForget = true;

    /// <summary>Tells the desktops of all regions where something is new.</summary>
    /// <returns>How many desktops were told.</returns>
    public async Task<long> Announce(CancellationToken cancellation)
    {
        if (_isToForget)
        {
            _isToForget = false;
            _announced.Clear();
            _missed = [];
        }

        var now = clock.Now;
        var due = Region.Defaults.Select(region => (region.Id, region.Zone)).Where(region => _announced.GetValueOrDefault(region.Id) != KeyOf(region.Zone, now)).ToList();
        var updates = due.ToDictionary(region => region.Id, region => UpdateCalendar.Newest(region.Zone, now), StringComparer.Ordinal);
        var told = await TellMissed(now);
        if (updates.Count == 0)
            return told;
        for (WorkSpaceId? after = null; ;)
        {
            var page = await _fleet.List(WorkSpaceFilter.All, after, AtOnce, cancellation);
            told += await Tell(page.Items, updates);
            after = page.Next;
            if (after is null)
                break;
        }

        foreach (var (id, zone) in due)
            _announced[id] = KeyOf(zone, now);
        return told;
    }

    private Task<long> TellMissed(Instant now)
    {
        var again = _missed;
        _missed = [];
        return Tell(again, Region.Defaults.ToDictionary(region => region.Id, region => UpdateCalendar.Newest(region.Zone, now), StringComparer.Ordinal));
    }

    /// <summary>Whoever cannot be told holds up nobody.</summary>
    /// <exception cref="InvalidOperationException">Nobody of many could be told: it is not they who are odd.</exception>
    private async Task<long> Tell(IReadOnlyCollection<ListedWorkSpace> desktops, Dictionary<string, ServiceUpdate> updates)
    {
        var answers = await Task.WhenAll(desktops.Select(listed => TrySend(listed, updates)));
        var failed = answers.Count(answer => answer is null);
        if (failed == AtOnce)
            throw new InvalidOperationException($"None of {failed} desktops could be told.");
        return answers.Count(answer => answer == true);
    }

    /// <returns>Whether there was something to tell; null: it could not be told.</returns>
    private async Task<bool?> TrySend(ListedWorkSpace listed, Dictionary<string, ServiceUpdate> updates)
    {
        try
        {
            return await Send(listed, updates) is not null;
        }
#pragma warning disable CA1031 // A desktop may fail in any way.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Watch.Skip(Entity.Of(listed.Desktop.Id), e);
            lock (_announced)
                _missed.Add(listed);
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var moved = new SemaphoreSlim(0);
        void Look() => moved.Release();
        clock.Moved += Look;
        try
        {
            await Task.Delay(FirstPause, time, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await AnnounceIfFirst(stoppingToken);
                await moved.WaitAsync(clock.RealTimeUntil(clock.Now + Pause), stoppingToken);
            }
        }
        finally
        {
            clock.Moved -= Look;
        }
    }

    private async Task AnnounceIfFirst(CancellationToken cancellation)
    {
        try
        {
            if (silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() != silos.SiloAddress)
            {
                Watch.Rest();
                return;
            }

            Watch.Begin();
            if (await Announce(cancellation) is > 0 and var told)
                LogTold(logger, told);
            Watch.Complete();
        }
#pragma warning disable CA1031 // Whatever it was, such as a database that is away: the next look begins anew.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Watch.Fail(e.Message);
            LogFailed(logger, e.Message);
        }
    }

    private static (string Update, Instant Window) KeyOf(DateTimeZone zone, Instant now) =>
        (UpdateCalendar.Newest(zone, now).Name, MaintenanceCalendar.Next(zone, now).Opens);

    private async Task<Reply?> Send(ListedWorkSpace listed, Dictionary<string, ServiceUpdate> updates) =>
        updates.GetValueOrDefault(listed.Account.Region) is { } update
            ? await _fleet.Send(Entity.Of(listed.Desktop.Id), new AnnounceUpdate(update.Name, update.ReleasedAt))
            : null;

    [LoggerMessage(LogLevel.Information, "Told {Desktops} desktops of the newest service update")]
    private static partial void LogTold(ILogger logger, long desktops);

    [LoggerMessage(LogLevel.Warning, "The newest service update could not be announced; tried again within an hour: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
