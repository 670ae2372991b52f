using System.Globalization;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// Everybody at once, where there is little room: who has a desktop finds it stopped and signs in within seconds, newcomers launch beside them, and some of
/// them twice. Lines for room get long, and hosts are asked by many for what only a few can have. Newcomers are fewer than the units that their owners
/// remember when they are over (<see cref="LeaseBook.OverKept"/>): what comes once more after that counts twice, which tests/HOW-WE-TEST.md tells.
/// </summary>
internal sealed class Rush(ChaosScript script, Dice dice, int number)
{
    private static readonly Duration StopsBefore = Duration.FromMinutes(20);
    private static readonly Duration ComesBefore = Duration.FromMinutes(60);

    /// <summary>What is asked, and by whom.</summary>
    /// <param name="at">When it is at its height.</param>
    public IEnumerable<PlannedCall> At(Instant at)
    {
        foreach (var desktop in script.Desktops)
        {
            yield return new(at - StopsBefore, Name($"clears {desktop.User}"), view => new(Entity.Of(desktop.Id), new StopWorkSpace(Id(view, $"{desktop.User}-clear"))));
            yield return new(Soon(at), Name($"{desktop.User} rushes"), view => Connect(view, desktop));
        }

        var isOwn = dice.Next(4) > 0;
        var birds = isOwn ? dice.Between(2, 4) : 0;
        for (var i = 1; i <= birds; i++)
        {
            foreach (var call in EarlyBird(at, i))
                yield return call;
        }

        for (var i = dice.Between(4, 7); i > 0; i--)
        {
            foreach (var call in Newcomer(at, birds + i, isOwn))
                yield return call;
        }
    }

    /// <summary>A small desktop that is there before and gone in the midst of it: its room is too small for most who wait.</summary>
    private IEnumerable<PlannedCall> EarlyBird(Instant at, int one)
    {
        var come = at - ComesBefore + Duration.FromSeconds(dice.Next(600));
        var launch = new LaunchWorkSpace(OperationId.At(come, Name($"{one}-0")), ChaosFleet.Own, UserOf(one), ChaosFleet.SmallBundle.Id, RunningMode.AutoStop);
        var entity = Entity.Of(launch.OperationId.ToWorkSpaceId());
        yield return new(come, Name($"{launch.User} is early"), _ => new(entity, launch));
        yield return new(at + Duration.FromSeconds(dice.Between(10, 250)), Name($"{launch.User} leaves"), view => new(entity, new TerminateWorkSpace(Id(view, $"{launch.User}-leaves"))));
    }

    private IEnumerable<PlannedCall> Newcomer(Instant at, int one, bool isOwn)
    {
        var user = UserOf(one);
        var bundle = isOwn ? dice.Pick([ChaosFleet.OwnBundle.Id, ChaosFleet.OwnBundle.Id, ChaosFleet.SmallBundle.Id]) : BundleId.Named(dice.Pick(["Standard", "Standard", "Standard", "Value", "Value", "Graphics"]));
        var launch = new LaunchWorkSpace(default, isOwn ? ChaosFleet.Own : ChaosFleet.Shared, user, bundle, RunningMode.AutoStop);
        var first = Soon(at);
        var (times, id) = (dice.Happens(0.3) ? 2 : 1, OperationId.At(first, Name($"{one}-0")));
        for (var i = 0; i < times; i++)
        {
            var asked = launch with { OperationId = i == 0 ? id : OperationId.At(first, Name($"{one}-{i}")) };
            yield return new(first + Duration.FromSeconds(i * dice.Next(2)), Name($"{user} {i}"), _ => new(Entity.Of(asked.OperationId.ToWorkSpaceId()), asked));
        }

        // Nobody waits longer than five minutes: room that is to be given to those who do must come soon.
        var stays = dice.Happens(0.5) ? dice.Between(20, 280) : dice.Between(300, 7200);
        if (dice.Happens(0.8))
            yield return new(at + Duration.FromSeconds(stays), Name($"{user} leaves"), view => new(Entity.Of(id.ToWorkSpaceId()), new TerminateWorkSpace(Id(view, $"{user}-leaves"))));
    }

    private Ask? Connect(ChaosView view, ChaosDesktop desktop) => view.WorkSpace(desktop.Id) is { Session: null, Awaited: null }
        ? new(Entity.Of(desktop.Id), new Connect(Id(view, $"{desktop.User}-rush"), desktop.User, new(Name(desktop.User.Value))))
        : null;

    private UserName UserOf(int one) => UserName.Of(string.Create(CultureInfo.InvariantCulture, $"rush{number}-{one}"));

    private Instant Soon(Instant at) => at + Duration.FromSeconds(dice.Happens(0.7) ? dice.Next(4) : dice.Next(240));

    private string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"rush{number}-{what}");

    private OperationId Id(ChaosView view, string token) => ChaosScript.Id(view, Name(token));
}
