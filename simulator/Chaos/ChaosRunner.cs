using System.Collections.Immutable;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Runs seeds: one, or many on all processors.</summary>
public static class ChaosRunner
{
    /// <summary>A seed on which less strikes says little.</summary>
    public const int FewestFaults = 20;

    private const int StackBytes = 16 << 20;
    private const double Harder = 3;
    private const int MaxTries = 5;
    private const double StorageFails = 0.1;

    /// <summary>One seed; where too little struck, the same once more and harder, until it is enough.</summary>
    public static ChaosResult Run(ChaosSettings settings, EngineKind engine = EngineKind.Core)
    {
        for (var tries = 1; ; tries++)
        {
            var result = RunOnce(settings, engine);
            if (!result.IsSound || settings.Rates.IsEmpty || result.FaultCount >= FewestFaults || tries == MaxTries)
                return result;
            settings = Harden(settings, isLast: tries + 1 == MaxTries);
        }
    }

    /// <summary>What a seed has strikes more often; when that is not enough, storage fails besides, for which each turn is an opportunity.</summary>
    private static ChaosSettings Harden(ChaosSettings settings, bool isLast)
    {
        var rates = settings.Rates.ToImmutableDictionary(rate => rate.Key, rate => Math.Min(1, rate.Value * Harder));
        return settings with { Rates = isLast ? rates.SetItem(FaultKind.WriteFails, StorageFails).SetItem(FaultKind.AnswerLost, StorageFails) : rates };
    }

    /// <summary>Seeds on all processors, or one after the other on engine <c>grains</c>, whose silo takes the whole process.</summary>
    /// <param name="next">Gives the next seed, or null when it is enough; called by any thread.</param>
    /// <param name="done">Hears each result, one at a time.</param>
    public static void RunMany(Func<ulong?> next, Func<ulong, ChaosSettings> draw, EngineKind engine, int workers, Action<ChaosResult> done)
    {
        var gate = new Lock();
        Exception? failure = null;
        var threads = Enumerable.Range(0, workers).Select(_ => new Thread(Work, StackBytes) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
            throw new InvalidOperationException("A seed could not be run to its end.", failure);

        void Work()
        {
            try
            {
                while (failure is null && next() is { } seed)
                {
                    var result = Run(draw(seed), engine);
                    lock (gate)
                        done(result);
                }
            }
#pragma warning disable CA1031 // The caller's thread tells it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure ??= e;
            }
        }
    }

    /// <summary>One run as it is said, however little strikes.</summary>
    internal static ChaosResult RunOnce(ChaosSettings settings, EngineKind engine)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Play(settings, engine).GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static async Task<ChaosResult> Play(ChaosSettings settings, EngineKind engine)
    {
        await using var run = new ChaosRun(settings, engine);
        return await run.Run();
    }
}
