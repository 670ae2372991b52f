using System.Collections.Concurrent;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Kernel;

/// <summary>
/// The stored states of the entities that are active in this process, for readers in it: what a call to the grain would answer with, from its
/// last write on, without the call. It holds what the activations hold and copies nothing. Thread-safe.
/// </summary>
public sealed class LiveStates
{
    private readonly ConcurrentDictionary<Entity, Shown> _shown = new();

    /// <summary>The state of an entity; null: it is not active here or was never written, so ask its grain.</summary>
    public TState? Find<TState>(Entity entity)
        where TState : class => (TState?)_shown.GetValueOrDefault(entity)?.State;

    /// <summary>What one activation shows. Of two that exist for a moment the later one is read.</summary>
    internal sealed class Shown(LiveStates all, Entity entity)
    {
        private volatile object? _state;

        public object? State => _state;

        /// <summary>Shows this from now on.</summary>
        public void Show(object state)
        {
            if (_state is null)
                all._shown[entity] = this;
            _state = state;
        }

        /// <summary>Shows nothing any more: readers ask the grain, so its successor.</summary>
        public void Hide() => all._shown.TryRemove(new(entity, this));
    }
}
