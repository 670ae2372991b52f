using System.Collections.Immutable;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Storage;

/// <summary>The stored form of an entity, as storage providers see it.</summary>
public interface IStoredRecord
{
    /// <summary>The <see cref="EntityRecord{TState}"/>, or null before the first write.</summary>
    object? Value { get; set; }

    Type RecordType { get; }

    /// <summary>What it was read with and this version does not know; null: nothing.</summary>
    UnknownMembers? Unknown { get; set; }

    /// <summary>The lines that the journal gets with this write; empty after a read.</summary>
    ImmutableArray<LoggedEvent> Lines { get; }
}

/// <summary>The stored form of an entity; empty before its first write.</summary>
public sealed class StoredRecord<TState> : IStoredRecord
    where TState : class
{
    public EntityRecord<TState>? Record { get; set; }

    public ImmutableArray<LoggedEvent> Lines { get; set; } = [];

    UnknownMembers? IStoredRecord.Unknown { get; set; }

    object? IStoredRecord.Value
    {
        get => Record;
        set => Record = (EntityRecord<TState>?)value;
    }

    Type IStoredRecord.RecordType => typeof(EntityRecord<TState>);
}
