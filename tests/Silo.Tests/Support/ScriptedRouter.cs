using System.Collections.Concurrent;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Silo.Tests.Support;

/// <summary>One call that was made.</summary>
/// <param name="Attempt">1 for the first call with this target and command.</param>
internal sealed record Delivered(Entity Target, Command Command, int Attempt);

/// <summary>Plays all entities: keeps what was told, counts how many calls were under way, and answers by a script.</summary>
internal sealed class ScriptedRouter(Func<Delivered, Task<Reply>> script) : IEntityRouter
{
    private readonly ConcurrentDictionary<(Entity, Command), int> _attempts = new();
    private int _underWay;
    private int _mostUnderWay;

    public ScriptedRouter()
        : this(_ => Task.FromResult<Reply>(Accepted.Instance))
    {
    }

    /// <summary>Calls that were answered, in the order of their answers.</summary>
    public ConcurrentQueue<Delivered> Answered { get; } = new();

    public int MaxUnderWay => _mostUnderWay;

    /// <summary>What every sender says that he still owes; the script is not asked.</summary>
    public long OwedFrom { get; set; }

    public int AskedWhatIsOwed { get; private set; }

    public IEnumerable<Command> To(Entity target) => Answered.Where(told => told.Target == target).Select(told => told.Command);

    public async ValueTask<Reply> Send(Entity entity, Command command)
    {
        if (command is CheckOwed)
        {
            AskedWhatIsOwed++;
            return new OwedFrom(OwedFrom);
        }

        var told = new Delivered(entity, command, _attempts.AddOrUpdate((entity, command), 1, (_, attempts) => attempts + 1));
        InterlockedMax(ref _mostUnderWay, Interlocked.Increment(ref _underWay));
        try
        {
            var reply = await script(told);
            Answered.Enqueue(told);
            return reply;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = most)
        {
        }
    }
}
