using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;

namespace DeskFleet.Testing.Drivers;

/// <summary>A promise of <see cref="IDesktopDriver"/> or <see cref="IMachineInventory"/> that a driver does not keep.</summary>
/// <param name="Promise">What every driver promises.</param>
/// <param name="Seen">What this one did.</param>
public sealed record BrokenPromise(string Promise, string Seen);

/// <summary>
/// Tries a driver with orders as silos give them: old, repeated, from two silos at once, around a crash. It drives real machines where the
/// driver does: each try has WorkSpaces of its own, on two hosts, and ends with their termination.
/// </summary>
public sealed class DesktopDriverContract
{
    private static readonly HostId HostA = new("h-contract-us-east-1a-0001");
    private static readonly HostId HostB = new("h-contract-us-east-1a-0002");
    private static readonly AccountId Account = new("contract", "us-east-1");

    private static readonly DriverVerb[] ALife =
        [DriverVerb.Boot, DriverVerb.Reboot, DriverVerb.Rebuild, DriverVerb.Maintain, DriverVerb.Hibernate, DriverVerb.Resume];

    private readonly DriverUnderTest _test;
    private readonly List<BrokenPromise> _broken = [];
    private readonly List<WorkSpaceId> _tried = [];
    private readonly DriverReports _reports = new();
    private IDesktopDriver _driver;

    private DesktopDriverContract(DriverUnderTest test) => (_test, _driver) = (test, test.Start(_reports));

    private IMachineInventory? Inventory => _driver as IMachineInventory;

    /// <summary>Tries all promises.</summary>
    /// <returns>Those that are broken; none: silos can rely on it.</returns>
    public static async Task<IReadOnlyList<BrokenPromise>> Check(DriverUnderTest test)
    {
        var contract = new DesktopDriverContract(test);
        await contract.Reports();
        await contract.Epochs();
        await contract.Repeats();
        await contract.Moves();
        await contract.Backups();
        await contract.TwoAtOnce();
        await contract.Crashes();
        await contract.Terminates();
        contract.SaysNothingElse();
        return contract._broken;
    }

    private async Task Reports()
    {
        var id = New();
        foreach (var (at, verb) in ALife.Index())
            await Do(Order(id, verb, at + 1));
        if (Inventory is null)
            return;
        await Runs(id, HostA, ALife.Length, "after it was resumed");
        await Do(Order(id, DriverVerb.Hibernate, ALife.Length + 1));
        await IsOff(id, "after it was hibernated");
        var unknown = Id();
        Promise("What nobody has ever heard of is not off.", !await Inventory.IsOff(unknown, default), $"{unknown} was said to be off");
    }

    private async Task Epochs()
    {
        const string refuses = "An order with an older epoch than the newest seen is refused as stale.";
        var id = New();
        await Do(Order(id, DriverVerb.Boot, 5));
        foreach (var late in new[] { Order(id, DriverVerb.Terminate, 4), Order(id, DriverVerb.Boot, 1) with { Host = HostB } })
        {
            var reply = await _driver.Submit(late);
            var what = $"{late.Verb} of epoch {late.Epoch} after 5";
            Promise(refuses, IsStale(reply), $"{what} was answered {reply.GetType().Name}");
            var isTold = await Eventually(() => _reports.NewestToldOf(late).Any(newest => newest == 5));
            Promise("Whoever is refused as stale is told the newest epoch by a report.", isTold, $"it was not told of {what}");
            Promise("An order that is refused is not carried out.", _reports.EndsOf(late) == 0, $"{what} was reported as done");
        }

        await Runs(id, HostA, 5, "after orders that came late");
    }

    private async Task Repeats()
    {
        const string again = "The same order is accepted and its end said as often as it comes.";
        var (id, count) = (New(), 0);
        var boot = Order(id, DriverVerb.Boot, 1);
        await Do(boot);
        for (var i = 0; i < 2; i++)
        {
            count = _reports.EndsOf(boot);
            var reply = await _driver.Submit(boot);
            Promise(again, reply is Accepted, $"the repetition was answered {reply.GetType().Name}");
            Promise(again, await Eventually(() => _reports.EndsOf(boot) > count), "the end was not said again");
        }

        await Runs(id, HostA, 1, "after its first order came three times");
        await Do(Order(id, DriverVerb.Hibernate, 2));
        await _driver.Submit(boot);
        await IsOff(id, "after its boot came once more, late");
    }

    /// <summary>Of a host that is lost nobody hears; the next one must not make two.</summary>
    private async Task Moves()
    {
        var id = New();
        await Do(Order(id, DriverVerb.Boot, 1));
        await Do(Order(id, DriverVerb.Resume, 2) with { Host = HostB });
        await Runs(id, HostB, 2, "after it was started on another host");
        await Do(Order(id, DriverVerb.Hibernate, 3) with { Host = HostB });
        await Do(Order(id, DriverVerb.Resume, 4));
        await Runs(id, HostA, 4, "after it came back to its first host");
    }

    private async Task Backups()
    {
        var id = New();
        await Do(Order(id, DriverVerb.Boot, 1));
        var backup = Order(id, DriverVerb.Backup, 2) with { Backup = NodaTime.Instant.FromUtc(2026, 3, 2, 12, 0) };
        Promise("A backup is accepted while the desktop runs.", await _driver.Submit(backup) is Accepted, "it was refused");
        await Runs(id, HostA, 2, "after a backup");
        await Do(Order(id, DriverVerb.Hibernate, 3));
        backup = backup with { Host = null, Epoch = 4 };
        Promise("A backup is accepted while the desktop is off.", await _driver.Submit(backup) is Accepted, "it was refused");
        await IsOff(id, "after a backup");
    }

    private async Task TwoAtOnce()
    {
        var orders = Enumerable.Range(0, 10).Select(_ => Order(New(), DriverVerb.Boot, 1)).ToList();
        await Task.WhenAll(orders.Concat(orders).Select(order => Task.Run(async () => await _driver.Submit(order))));
        foreach (var order in orders)
        {
            var isSaid = await Eventually(() => _reports.EndsOf(order) > 0);
            Promise("The same order from two at once is done and said.", isSaid, $"nothing was said of {order.WorkSpace}");
            await Runs(order.WorkSpace, HostA, 1, "after two silos gave the same order at once");
        }
    }

    private async Task Crashes()
    {
        var id = New();
        await Do(Order(id, DriverVerb.Boot, 3));
        if (!_test.Crash())
            return;
        _driver = _test.Start(_reports);
        await Runs(id, HostA, 3, "after the driver's process had ended");
        var late = Order(id, DriverVerb.Terminate, 2);
        Promise("Epochs outlive the driver's process.", IsStale(await _driver.Submit(late)), "an older order was not refused after a crash");
        var repeated = Order(id, DriverVerb.Boot, 3);
        var count = _reports.EndsOf(repeated);
        await _driver.Submit(repeated);
        var isSaidAgain = await Eventually(() => _reports.EndsOf(repeated) > count);
        Promise("After a crash the same order is answered once more.", isSaidAgain, "nothing was said");
        await Runs(id, HostA, 3, "after its order came again after a crash");
    }

    private async Task Terminates()
    {
        foreach (var id in _tried)
            await Do(Order(id, DriverVerb.Terminate, 100) with { Host = null });
        if (Inventory is not { } inventory)
            return;
        foreach (var host in new[] { HostA, HostB })
        {
            var left = await inventory.On(host, default);
            Promise("What is terminated runs nowhere.", left.Count == 0, $"{left.Count} are left on {host}");
        }
    }

    private void SaysNothingElse()
    {
        foreach (var (workSpace, report) in _reports.All.Where(told => !_tried.Contains(told.WorkSpace)))
            Promise("A report is about a WorkSpace that was ordered.", false, $"{report.Verb} of {workSpace}");
    }

    /// <summary>Gives an order that is to be accepted and to end well.</summary>
    private async Task Do(DriverCommand order)
    {
        var (reply, what) = (await _driver.Submit(order), $"{order.Verb} of epoch {order.Epoch}");
        Promise("An order with a newer epoch is accepted.", reply is Accepted, $"{what} was answered {reply.GetType().Name}");
        var isSaid = await Eventually(() => _reports.EndsOf(order) > 0);
        Promise("The end of every order but a backup is reported, with its verb and epoch.", isSaid, $"nothing was said of {what}");
    }

    private static bool IsStale(Reply reply) => reply is Refused { Code: RefusalCode.StaleEpoch };

    private async Task Runs(WorkSpaceId id, HostId host, long epoch, string when)
    {
        if (Inventory is not { } inventory)
            return;
        List<Machine> machines = [];
        foreach (var one in new[] { HostA, HostB })
            machines.AddRange((await inventory.On(one, default)).Where(machine => machine.WorkSpace == id));
        var isRight = machines is [var only] && only == new Machine(id, host, epoch);
        var seen = machines.Count == 0 ? "nowhere" : string.Join(" and ", machines.Select(machine => $"on {machine.Host} of epoch {machine.Epoch}"));
        Promise("A desktop runs on one host, where it was ordered last, under the newest epoch.", isRight, $"it ran {seen} {when}");
        Promise("What runs is not off.", !await inventory.IsOff(id, default), $"it was said to be off {when}");
    }

    private async Task IsOff(WorkSpaceId id, string when)
    {
        if (Inventory is not { } inventory)
            return;
        Promise("What was stopped is off.", await inventory.IsOff(id, default), $"it was not {when}");
        var runsNowhere = (await inventory.On(HostA, default)).All(machine => machine.WorkSpace != id);
        Promise("What was stopped runs on no host.", runsNowhere, $"it ran {when}");
    }

    private void Promise(string promise, bool isKept, string seen)
    {
        if (!isKept)
            _broken.Add(new(promise, seen));
    }

    private async Task<bool> Eventually(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i == _test.Moments)
                return false;
            await _test.Pass();
        }

        return true;
    }

    private WorkSpaceId New()
    {
        _tried.Add(Id());
        return _tried[^1];
    }

    private WorkSpaceId Id() => new($"ws-contr{_tried.Count:0000}");

    private static DriverCommand Order(WorkSpaceId id, DriverVerb verb, long epoch) => new(verb, id, HostA, epoch)
    {
        Desktop = new(new(1, id.Value), new("d-contract"), UserName.Of("ann"), Account, Account, new("us-east-1a"), Bundle.Of(Hardware.Standard)),
        Root = verb is DriverVerb.Boot or DriverVerb.Rebuild ? Bundle.Of(Hardware.Standard).RootContent : null,
    };
}
