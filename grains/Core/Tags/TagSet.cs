using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Tags;

/// <summary>A key and its value.</summary>
/// <param name="Key">1 to 127 characters.</param>
/// <param name="Value">0 to 255 characters.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.tag")]
public readonly record struct Tag(string Key, string Value);

/// <summary>The tags of one WorkSpace: at most 50 keys, told apart by case (TAG-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.tag-set")]
public sealed record TagSet(ImmutableSortedDictionary<string, string> Values)
{
    public static TagSet Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public string? this[string key] => Values.GetValueOrDefault(key);

    public int Count => Values.Count;

    public bool Equals(TagSet? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(0, (hash, tag) => HashCode.Combine(hash, tag.Key, tag.Value));
}

/// <summary>A WorkSpace has these tags from now on, all of them (TAG-02).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.tags-changed")]
public sealed record TagsChanged(TagSet Tags) : FleetEvent;
