using System.Globalization;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Somebody asks something at some time.</summary>
/// <param name="Caller">Who; nobody else has this name.</param>
/// <param name="What">Made when he asks, from how the fleet stands by then; null: he asks nothing after all.</param>
public sealed record PlannedCall(Instant At, string Caller, Func<ChaosView, Ask?> What);

/// <summary>A command for an entity.</summary>
public sealed record Ask(Entity Entity, Command Command);

/// <summary>How the fleet stands, as its storage has it.</summary>
public sealed class ChaosView(ChaosStore store, ChaosTime time)
{
    public Instant Now => time.Now;

    public WorkSpaceState? WorkSpace(WorkSpaceId id) => (store.Find(Entity.Of(id)) as EntityRecord<WorkSpaceState>)?.State;
}

/// <summary>Somebody's desktop: the ids follow from the launch's operation, so they are known before it.</summary>
public sealed record ChaosDesktop(int Number, UserName User, DirectoryId Directory, LaunchWorkSpace Launch, Instant LaunchAt)
{
    public WorkSpaceId Id => Launch.OperationId.ToWorkSpaceId();
}

/// <summary>Everything that people, administrators and probes do in a seed, drawn before the first of it happens.</summary>
public sealed class ChaosScript
{
    private readonly ChaosSettings _settings;
    private readonly Dice _dice;
    private readonly List<PlannedCall> _calls = [];

    public ChaosScript(ChaosSettings settings, Instant begins)
    {
        (_settings, _dice, Begins) = (settings, new Dice(new Chance(settings.Seed).Of("script").Key), begins);
        Desktops = [.. Enumerable.Range(1, settings.Desktops).Select(Desktop)];
        foreach (var desktop in Desktops)
            Live(desktop);
        var administrator = new Administrators(this, _dice);
        for (var i = 0; i < settings.Operations; i++)
            Administer(administrator, i);
        for (var i = 0; i < settings.Rushes; i++)
            _calls.AddRange(RushOf(i));
    }

    public Instant Begins { get; }

    public Instant Ends => Begins + _settings.FaultPhase;

    public IReadOnlyList<ChaosDesktop> Desktops { get; }

    public IReadOnlyList<PlannedCall> Calls => _calls;

    public ChaosDesktop AnyDesktop() => _dice.Pick(Desktops);

    /// <summary>Something, and often something else to the same desktop before that is over.</summary>
    private void Administer(Administrators administrator, int number)
    {
        var (at, desktop) = (Moment(), AnyDesktop());
        Add(at, $"admin-{number}", administrator.Next(desktop, number));
        if (_dice.Happens(0.4))
            Add(at + Duration.FromSeconds(_dice.Between(5, 900)), $"meddler-{number}", administrator.Meddle(desktop, number));
    }

    private void Add(Instant at, string caller, Func<ChaosView, Ask?> what) => _calls.Add(new(at, caller, what));

    private Instant Moment() => Begins + Duration.FromSeconds(_dice.Next((int)_settings.FaultPhase.TotalSeconds));

    /// <summary>With dice of its own: whether there is one changes nothing of the rest. Two are an hour and a half apart, or more.</summary>
    private IEnumerable<PlannedCall> RushOf(int number)
    {
        var dice = new Dice(new Chance(_settings.Seed).Of(string.Create(CultureInfo.InvariantCulture, $"rush {number}")).Key);
        var share = (int)(_settings.FaultPhase.TotalSeconds / _settings.Rushes);
        return new Rush(this, dice, number).At(Begins + Duration.FromSeconds((number * share) + dice.Between(share / 4, share / 2)));
    }

    private ChaosDesktop Desktop(int number)
    {
        var user = UserName.Of(string.Create(CultureInfo.InvariantCulture, $"user{number}"));
        var at = Begins + Duration.FromSeconds(_dice.Next((int)_settings.FaultPhase.TotalSeconds / 4));
        var isOwn = _dice.Next(2) == 0;
        var bundle = isOwn ? ChaosFleet.OwnBundle.Id : BundleId.Named(_dice.Pick(["Standard", "Standard", "Value", "Graphics"]));
        var mode = _dice.Next(3) == 0 && bundle != BundleId.Named("Graphics") ? RunningMode.AlwaysOn : RunningMode.AutoStop;
        var launch = new LaunchWorkSpace(
            OperationId.At(at, user.Value),
            isOwn ? ChaosFleet.Own : ChaosFleet.Shared,
            user,
            bundle,
            mode,
            mode == RunningMode.AutoStop && _dice.Next(3) == 0 ? Duration.FromHours(_dice.Between(1, 3)) : null)
        {
            Encryption = _dice.Next(3) == 0 ? new(Root: _dice.Next(2) == 0, User: true, ChaosFleet.Key) : null,
        };
        return new(number, user, launch.Directory, launch, at);
    }

    /// <summary>A launch, and sessions until the faults are over; the last one is closed by then, or left open.</summary>
    private void Live(ChaosDesktop desktop)
    {
        Add(desktop.LaunchAt, desktop.User.Value, _ => new(Entity.Of(desktop.Id), desktop.Launch));
        var at = desktop.LaunchAt + Duration.FromMinutes(_dice.Between(5, 90));
        for (var i = 0; at < Ends; i++)
        {
            var (session, number, until) = (new SessionId($"{desktop.User}/{i}"), i, at + Duration.FromMinutes(_dice.Between(1, 240)));
            Add(at, $"{desktop.User} in {i}", view => new(Entity.Of(desktop.Id), new Connect(Id(view, $"{desktop.User}-in-{number}"), desktop.User, session)));
            if (until < Ends)
                Add(until, $"{desktop.User} out {i}", view => new(Entity.Of(desktop.Id), new Disconnect(Id(view, $"{desktop.User}-out-{number}"), session)));
            at = until + Duration.FromMinutes(_dice.Between(1, 240));
        }
    }

    internal static OperationId Id(ChaosView view, string token) => OperationId.At(view.Now, token);
}
