using System.Collections.Concurrent;
using DeskFleet.Grains.Storage;
using Orleans.Storage;

namespace DeskFleet.Silo.Tests.Support;

/// <summary>When a write that was told to fail does so.</summary>
public enum FailWhen
{
    /// <summary>Nothing is stored.</summary>
    BeforeWriting,

    /// <summary>It is stored, and the writer does not learn so.</summary>
    AfterWriting,
}

/// <summary>Storage in memory whose next write of one key can be held up and made to fail.</summary>
internal sealed class SwitchableStorage : IGrainStorage
{
    private readonly InMemoryStorage _inner = new();
    private readonly ConcurrentDictionary<string, Fault> _faults = new();
    private readonly ConcurrentDictionary<string, bool> _broken = new();
    private readonly ConcurrentDictionary<string, int> _reads = new();

    /// <summary>Makes the next write of this key wait, then fail.</summary>
    public Fault FailNext(string key, FailWhen when) => _faults[key] = new(when);

    /// <summary>Every write of this key fails, and nothing is stored, until <see cref="Heal"/>.</summary>
    public void FailAlways(string key) => _broken[key] = true;

    public void Heal(string key) => _broken.TryRemove(key, out _);

    public int Reads(string key) => _reads.GetValueOrDefault(key);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _reads.AddOrUpdate(grainId.Key.ToString()!, 1, (_, reads) => reads + 1);
        return _inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_broken.ContainsKey(grainId.Key.ToString()!))
            throw new IOException("The storage is away.");
        if (!_faults.TryRemove(grainId.Key.ToString()!, out var fault))
        {
            await _inner.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        fault.Reached.SetResult();
        await fault.Open.Task;
        if (fault.When == FailWhen.AfterWriting)
            await _inner.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State, grainState.ETag));
        throw new IOException("The storage did not answer.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        _inner.ClearStateAsync(stateName, grainId, grainState);

    internal sealed class Fault(FailWhen when)
    {
        public FailWhen When { get; } = when;

        /// <summary>The write has come.</summary>
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Lets it go on, to fail.</summary>
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
