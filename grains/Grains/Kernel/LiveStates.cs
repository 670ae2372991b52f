using System.Collections.Concurrent;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Kernel;

/// <summary>
/// The stored states of the entities that are active in this process, for readers in it: what a call to the grain would answer with, from its
/// last write on, without the call. It holds what the activations hold and copies nothing. Thread-safe.
/// </summary>
public sealed class LiveStates
{
    private readonly ConcurrentDictionary<Entity, Version> _shown = new();

    /// <summary>The state of an entity; null: it is not active here or was never written, so ask its grain.</summary>
    public TState? Find<TState>(Entity entity)
        where TState : class => (TState?)Current(entity)?.State;

    /// <summary>
    /// What a reader makes of the state of an entity. It is kept beside that state, so it is made once (or a few times at once, by readers who come
    /// together), and is gone as soon as another state is stored. Of each kind of entity one form is kept.
    /// </summary>
    /// <param name="make">Must give the same for the same state, whenever it is called; null is not kept.</param>
    /// <returns>Null: there is no state here, as <see cref="Find{TState}(Entity)"/> says, or nothing is made of it.</returns>
    public TForm? Find<TState, TForm>(Entity entity, Func<TState, TForm?> make)
        where TState : class
        where TForm : class
    {
        if (Current(entity) is not { } version)
            return null;
        if (version.Form is TForm kept)
            return kept;
        var made = make((TState)version.State);
        version.Form = made;
        return made;
    }

    private Version? Current(Entity entity) => _shown.GetValueOrDefault(entity);

    /// <summary>What one activation shows. Of two that exist for a moment the later one is read. Its members are called one at a time.</summary>
    internal sealed class Shown(LiveStates all, Entity entity)
    {
        private Version? _current;

        /// <summary>Shows this from now on.</summary>
        public void Show(object state)
        {
            if (ReferenceEquals(_current?.State, state))
                return;
            var (earlier, next) = (_current, new Version(state));
            _current = next;
            if (earlier is null)
                all._shown[entity] = next;
            else
                all._shown.TryUpdate(entity, next, earlier);
        }

        /// <summary>Shows nothing any more: readers ask the grain, so its successor.</summary>
        public void Hide()
        {
            if (_current is { } current)
                all._shown.TryRemove(new(entity, current));
        }
    }

    /// <summary>A state and what was made of it: together, so that nobody gets the form of another state.</summary>
    internal sealed class Version(object state)
    {
        private volatile object? _form;

        public object State { get; } = state;

        public object? Form
        {
            get => _form;
            set => _form = value;
        }
    }
}
