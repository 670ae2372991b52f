using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Directories;

/// <summary>
/// What an administrator has set on a directory, by name (DIR-14). The fleet keeps and hands it on; whoever reads a setting knows what
/// it means and what counts while it is not set.
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-settings")]
public sealed record DirectorySettings(ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>Settings of one directory.</summary>
    public const int MaxSettings = 64;

    /// <summary>Characters of a name.</summary>
    public const int MaxName = 64;

    /// <summary>Characters of a value.</summary>
    public const int MaxValue = 1024;

    public static DirectorySettings None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>With these, in place of those of the same name.</summary>
    public DirectorySettings With(DirectorySettings changes) => new(Values.SetItems(changes.Values));

    /// <summary>Why these can not be kept; null: they can.</summary>
    public Refused? Fault() =>
        Values.Count > MaxSettings ? new(RefusalCode.LimitExceeded, $"A directory keeps {MaxSettings} settings, not {Values.Count}.")
        : Values.Any(value => value.Key.Length is 0 or > MaxName || value.Value.Length > MaxValue)
            ? new(RefusalCode.InvalidParameter, $"A setting's name has 1 to {MaxName} characters and its value at most {MaxValue}.")
        : null;

    public bool Equals(DirectorySettings? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Count;
}
