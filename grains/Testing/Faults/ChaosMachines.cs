using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// Brings the reports of the machines: lost, late, doubled, of earlier epochs once more, and from hosts that are long declared lost. What fails on
/// the way is repeated, as in production.
/// </summary>
public sealed class ChaosReports(ChaosTime time, Faults faults, Func<IEntityRouter> router) : IDriverReports, IImportReports
{
    private static readonly Duration MaxLate = Duration.FromMinutes(40);
    private static readonly DriverVerb[] WithGuest = [DriverVerb.Boot, DriverVerb.Resume, DriverVerb.Reboot];

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkSpaceId, List<DriverReported>> _past = [];
    private readonly HashSet<(WorkSpaceId WorkSpace, DriverReported Report)> _happened = [];

    public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report)
    {
        var (target, name) = (Entity.Of(workSpace), Entity.Of(workSpace).ToString());
        var happens = Once(workSpace, report);
        time.At(time.Now + delay, $"{report.Verb} of {workSpace} ends", () =>
        {
            happens();
            return ValueTask.CompletedTask;
        });
        if (faults.Strikes(FaultKind.ReportLost, name))
            return;
        if (report.Outcome == DriverOutcome.Done && WithGuest.Contains(report.Verb) && faults.Strikes(FaultKind.GuestUnhealthy, name))
            report = report with { Outcome = DriverOutcome.DoneUnhealthy };
        delay += faults.Lasts(FaultKind.ReportLate, name, Duration.FromMinutes(1), MaxLate) ?? Duration.Zero;
        Bring(delay, target, report, happens);
        if (faults.Strikes(FaultKind.ReportDoubled, name))
            Bring(delay + faults.Dice.Between(Duration.Zero, Duration.FromMinutes(5)), target, report, happens);
        if (Past(workSpace, report) is { } earlier && faults.Strikes(FaultKind.ReportStale, name))
            Bring(delay + faults.Dice.Between(Duration.Zero, Duration.FromMinutes(30)), target, earlier);
    }

    public void Schedule(Duration delay, Entity image, ImportReported report)
    {
        if (faults.Strikes(FaultKind.ReportLost, image.ToString()))
            return;
        Bring(delay, image, report);
        if (faults.Strikes(FaultKind.ReportDoubled, image.ToString()))
            Bring(delay + Duration.FromMinutes(1), image, report);
    }

    /// <summary>Hears what really happens to a machine, whether or not its report arrives.</summary>
    public Action<WorkSpaceId, DriverReported>? Happened { get; set; }

    /// <summary>What the machines of a lost host still say: everything that they have said before, and that they are not well, or well again.</summary>
    public void Haunt(WorkSpaceId workSpace)
    {
        List<DriverReported> past;
        lock (_gate)
            past = [.. (_past.GetValueOrDefault(workSpace) ?? []).Where(report => _happened.Contains((workSpace, report)))];
        foreach (var report in past)
        {
            Bring(faults.Dice.Between(Duration.Zero, Duration.FromHours(1)), Entity.Of(workSpace), report);
            Bring(faults.Dice.Between(Duration.Zero, Duration.FromHours(1)), Entity.Of(workSpace), new HealthReported(report.Epoch, faults.Dice.Next(2) == 0, $"from a lost host, of epoch {report.Epoch}"));
        }
    }

    /// <summary>An earlier report of the machine; null: there is none.</summary>
    private DriverReported? Past(WorkSpaceId workSpace, DriverReported report)
    {
        lock (_gate)
        {
            if (!_past.TryGetValue(workSpace, out var past))
                _past.Add(workSpace, past = []);
            var earlier = past.Count == 0 ? null : faults.Dice.Pick(past);
            past.Add(report);
            if (past.Count > 8)
                past.RemoveAt(0);
            return earlier is not null && _happened.Contains((workSpace, earlier)) ? earlier : null;
        }
    }

    /// <summary>What happens at the instant at which it is told happens first, whichever of the two steps comes first.</summary>
    private Action Once(WorkSpaceId workSpace, DriverReported report)
    {
        var happened = 0;
        return () =>
        {
            if (Interlocked.Exchange(ref happened, 1) != 0)
                return;
            lock (_gate)
                _happened.Add((workSpace, report));
            Happened?.Invoke(workSpace, report);
        };
    }

    private void Bring(Duration after, Entity target, Command report, Action? first = null) => time.At(time.Now + after, $"{report.GetType().Name} to {target}", async () =>
    {
        first?.Invoke();
        try
        {
            await router().Send(target, report);
        }
        catch (FaultException)
        {
            Bring(faults.Dice.Between(Duration.FromSeconds(1), Duration.FromSeconds(30)), target, report);
        }
    });
}

/// <summary>
/// The machines themselves, seen by what they are told: it judges that no desktop runs in two places. It hears orders in the order in which the
/// driver accepts them, and which hosts are lost: a lost host is fenced, so what ran there runs no more.
/// </summary>
public sealed class ChaosMachines(StandInDriver driver, ChaosTime time) : IDesktopDriver
{
    private static readonly DriverVerb[] Starts = [DriverVerb.Boot, DriverVerb.Resume, DriverVerb.Reboot, DriverVerb.Rebuild, DriverVerb.Restore, DriverVerb.RestoreWithRoot];

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkSpaceId, Place> _where = [];
    private readonly Dictionary<WorkSpaceId, long> _ordered = [];
    private readonly HashSet<HostId> _fenced = [];

    /// <summary>Desktops that were started in a second place while they may have run in a first one.</summary>
    public List<(Instant At, WorkSpaceId WorkSpace, string What)> Doubles { get; } = [];

    public ValueTask<Reply> Submit(DriverCommand command)
    {
        lock (_gate)
        {
            var reply = driver.Order(command);
            if (reply is Accepted)
                Look(command);
            return new(reply);
        }
    }

    /// <summary>While a host is fenced nothing runs on it, whatever it is told.</summary>
    public void Fence(HostId host, bool isFenced)
    {
        lock (_gate)
        {
            if (!isFenced)
            {
                _fenced.Remove(host);
                return;
            }

            _fenced.Add(host);
            foreach (var workSpace in _where.Where(place => place.Value.Host == host).Select(place => place.Key).ToList())
                _where.Remove(workSpace);
        }
    }

    /// <summary>A report was sent: it says whether the machine runs.</summary>
    public void Reported(WorkSpaceId workSpace, DriverReported report)
    {
        lock (_gate)
        {
            if (!_where.TryGetValue(workSpace, out var place) || report.Epoch < place.Epoch)
                return;
            var isGone = report.Verb is DriverVerb.Hibernate or DriverVerb.Terminate && report.Outcome == DriverOutcome.Done;
            var neverCame = report.Outcome == DriverOutcome.Failed && report.Epoch == place.Epoch && !place.MayHaveRun;
            if (isGone || neverCame)
                _where.Remove(workSpace);
        }
    }

    private void Look(DriverCommand command)
    {
        // Ordered before: a driver carries an order out once, and does not start again what was lost since.
        if (_ordered.TryGetValue(command.WorkSpace, out var newest) && newest >= command.Epoch)
            return;
        _ordered[command.WorkSpace] = command.Epoch;
        if (command.Host is not { } host || !Starts.Contains(command.Verb) || _fenced.Contains(host))
            return;
        if (_where.TryGetValue(command.WorkSpace, out var place) && place.Host != host)
            Doubles.Add((time.Now, command.WorkSpace, $"{command.Verb} on {host} (epoch {command.Epoch}) while it may run on {place.Host} (epoch {place.Epoch})"));
        _where[command.WorkSpace] = new(host, command.Epoch, MayHaveRun: place.Host == host);
    }

    /// <param name="MayHaveRun">It may have run there before the order of this epoch: that one's failure says nothing.</param>
    private readonly record struct Place(HostId Host, long Epoch, bool MayHaveRun);
}
