using System.Collections.Concurrent;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Kernel;

/// <summary>What a reader makes of a state, when it wants to know that this is no longer the state of its entity.</summary>
public interface ILiveForm
{
    /// <summary>The state is gone. Called at least once, by any thread, and before whoever changed the state is answered.</summary>
    void Retire();
}

/// <summary>
/// The stored states of the entities that are active in this process, for readers in it: what a call to the grain would answer with, from its
/// last write on, without the call. It holds what the activations hold and copies nothing. Thread-safe.
/// </summary>
public sealed class LiveStates
{
    private readonly ConcurrentDictionary<Entity, Version> _shown = new();

    /// <summary>No entity that is stored is active here.</summary>
    public bool IsEmpty => _shown.IsEmpty;

    /// <summary>The state of an entity; null: it is not active here or was never written, so ask its grain.</summary>
    public TState? Find<TState>(Entity entity)
        where TState : class => (TState?)_shown.GetValueOrDefault(entity)?.State;

    /// <summary>
    /// What a reader makes of the state of an entity. It is kept beside that state, so it is made once (or a few times at once, by readers who come
    /// together, of which all get the same), and is gone as soon as another state is stored. Of each kind of entity one form is kept.
    /// </summary>
    /// <param name="make">Must give the same for the same state, whenever it is called; null is not kept.</param>
    /// <returns>Null: there is no state here, as <see cref="Find{TState}(Entity)"/> says, or nothing is made of it.</returns>
    public TForm? Find<TState, TForm>(Entity entity, Func<TState, TForm?> make)
        where TState : class
        where TForm : class
    {
        if (!_shown.TryGetValue(entity, out var version))
            return null;
        return version.Form as TForm ?? (make((TState)version.State) is { } made ? version.Keep(made) as TForm ?? made : null);
    }

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
            {
                all._shown.AddOrUpdate(entity, next, (_, overtaken) => overtaken.ReplacedBy(next));
                return;
            }

            all._shown.TryUpdate(entity, next, earlier);
            earlier.Retire();
        }

        /// <summary>Shows nothing any more: readers ask the grain, so its successor.</summary>
        public void Hide()
        {
            if (_current is not { } current)
                return;
            all._shown.TryRemove(new(entity, current));
            current.Retire();
        }
    }

    /// <summary>A state and what was made of it: together, so that nobody gets the form of another state.</summary>
    private sealed class Version(object state)
    {
        private object? _form;
        private volatile bool _isRetired;

        public object State { get; } = state;

        public object? Form => Volatile.Read(ref _form);

        /// <summary>Keeps the form that comes first.</summary>
        /// <returns>The one that is kept.</returns>
        public object Keep(object form)
        {
            var kept = Interlocked.CompareExchange(ref _form, form, null) ?? form;
            // Either this sees that the version is retired, or who retires it sees the form.
            if (_isRetired)
                (kept as ILiveForm)?.Retire();
            return kept;
        }

        public void Retire()
        {
            _isRetired = true;
            Interlocked.MemoryBarrier();
            (Form as ILiveForm)?.Retire();
        }

        public Version ReplacedBy(Version next)
        {
            Retire();
            return next;
        }
    }
}
