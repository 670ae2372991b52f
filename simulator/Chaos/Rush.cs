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

    /// <summary>What is asked, and by whom.</summary>
    /// <param name="at">When it is at its height.</param>
    public IEnumerable<PlannedCall> At(Instant at)
    {
        foreach (var desktop in script.Desktops)
        {
            yield return new(at - StopsBefore, Name($"clears {desktop.User}"), view => new(Entity.Of(desktop.Id), new StopWorkSpace(Id(view, $"{desktop.User}-clear"))));
            yield return new(Soon(at), Name($"{desktop.User} rushes"), view => Connect(view, desktop));
        }

        var isOwn = dice.Next(4) == 0;
        for (var i = dice.Between(5, 9); i > 0; i--)
        {
            foreach (var call in Newcomer(at, i, isOwn))
                yield return call;
        }
    }

    private IEnumerable<PlannedCall> Newcomer(Instant at, int one, bool isOwn)
    {
        var user = UserName.Of(string.Create(CultureInfo.InvariantCulture, $"rush{number}-{one}"));
        var bundle = isOwn ? ChaosFleet.OwnBundle.Id : BundleId.Named(dice.Pick(["Standard", "Standard", "Value", "Value", "Value", "Graphics"]));
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

    private Instant Soon(Instant at) => at + Duration.FromSeconds(dice.Happens(0.7) ? dice.Next(4) : dice.Next(240));

    private string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"rush{number}-{what}");

    private OperationId Id(ChaosView view, string token) => ChaosScript.Id(view, Name(token));
}
