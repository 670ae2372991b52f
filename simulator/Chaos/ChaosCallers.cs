using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// Those outside who ask. Who is not told what came of it asks again under the same id, as clients do, or never; some repeat what they have been
/// told, and some use an id twice. Everything that they said and heard is written down.
/// </summary>
public sealed class ChaosCallers(ChaosTime time, Faults faults, IFleetEngine engine, ChaosBook book)
{
    private const int MaxTries = 5;

    /// <summary>Each repetition adds a word to the name: who has this one has repeated often enough.</summary>
    private const int MaxName = 60;

    private readonly List<CallRecord> _calls = [];
    private readonly Lock _gate = new();
    private long _order;

    /// <summary>In the order of asking.</summary>
    public IReadOnlyList<CallRecord> Calls => _calls;

    /// <summary>Asks, and again some time later as long as nobody answers.</summary>
    /// <param name="tries">How often he has asked before.</param>
    public async ValueTask Ask(string caller, Ask asked, int tries = 0)
    {
        if (await Try(caller, asked) is { } reply)
            AndThen(caller, asked, reply);
        else if (tries < MaxTries && !faults.Strikes(FaultKind.CallerGivesUp, caller))
            time.At(time.Now + faults.Dice.Between(Duration.FromSeconds(1), Duration.FromMinutes(1)), caller, () => Ask(caller, asked, tries + 1));
    }

    private async ValueTask<Reply?> Try(string caller, Ask asked)
    {
        var call = Begin(caller, asked);
        try
        {
            var reply = await engine.Send(asked.Entity, asked.Command);
            End(call, reply);
            if (reply is Refused refused)
                book.Refused(time.Now, asked.Entity, NameOf(asked.Command), refused);
            return reply;
        }
        catch (FaultException)
        {
            return null;
        }
    }

    /// <summary>The same again, soon or when it is long forgotten; or something else under the same id.</summary>
    private void AndThen(string caller, Ask asked, Reply reply)
    {
        if (reply is Refused || IdOf(asked.Command) is not { } id || caller.Length > MaxName)
            return;
        if (faults.Strikes(FaultKind.CallerRepeats, caller))
            Later($"{caller} again", asked, faults.Dice.Pick([Duration.FromSeconds(5), Duration.FromMinutes(20), Duration.FromHours(5)]));
        if (asked.Entity.Kind == EntityKind.WorkSpace && faults.Strikes(FaultKind.IdReused, caller))
            Later($"{caller} otherwise", asked with { Command = Other(id) }, faults.Dice.Between(Duration.Zero, Duration.FromMinutes(30)));
    }

    private void Later(string caller, Ask asked, Duration after) => time.At(time.Now + after, caller, () => Ask(caller, asked));

    private Command Other(OperationId id) => faults.Dice.Next(3) switch
    {
        0 => new RebootWorkSpace(id),
        1 => new StopWorkSpace(id),
        _ => new TerminateWorkSpace(id),
    };

    private int Begin(string caller, Ask asked)
    {
        lock (_gate)
        {
            var command = JsonSerializer.SerializeToElement(asked.Command, FleetJson.Options);
            _calls.Add(new(caller, asked.Entity.ToString(), IdOf(asked.Command)?.ToString(), command, Point(), null, null));
            return _calls.Count - 1;
        }
    }

    private void End(int call, Reply reply)
    {
        lock (_gate)
            _calls[call] = _calls[call] with { Returned = Point(), Reply = JsonSerializer.SerializeToElement(reply, FleetJson.Options) };
    }

    /// <summary>Within the lock.</summary>
    private CallPoint Point() => new(_order++, time.Now);

    private static OperationId? IdOf(Command command) => command is Operation operation ? operation.OperationId : null;

    private static string NameOf(Command command) => (command is Once once ? once.Command : command).GetType().Name;
}
