using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>What JSON a shape wants.</summary>
public enum WireKind
{
    Structure,
    List,
    Map,
    Text,
    Number,
    Real,
    Boolean,
    Timestamp,
    Blob,
}

/// <summary>A shape with everything that its values must keep to. Built once for each service; immutable afterwards.</summary>
public sealed class WireType
{
    private static readonly TimeSpan MaxMatch = TimeSpan.FromMilliseconds(100);

    /// <summary>Only requests are matched, so only their patterns are compiled.</summary>
    private readonly Lazy<Regex?> _matcher;

    internal WireType(string name, WireTable.Shape shape)
    {
        Name = name;
        Kind = shape.Type switch
        {
            "string" => WireKind.Text,
            "integer" => WireKind.Number,
            "double" => WireKind.Real,
            var type => Enum.Parse<WireKind>(type, ignoreCase: true),
        };
        (Min, Max, IsSensitive) = (shape.Min, shape.Max, shape.Sensitive);
        Values = shape.Enum?.ToFrozenSet();
        Required = shape.Required ?? [];
        (Pattern, Code) = (shape.Pattern, shape.Code);
        _matcher = new(() => Pattern is { } pattern ? Compile(pattern) : null);
    }

    public string Name { get; }

    public WireKind Kind { get; }

    /// <summary>Least characters, items or value.</summary>
    public long? Min { get; }

    /// <summary>Most characters, items or value.</summary>
    public long? Max { get; }

    /// <summary>Must not be written anywhere.</summary>
    public bool IsSensitive { get; }

    /// <summary>The values that there are; null: any.</summary>
    public FrozenSet<string>? Values { get; }

    public string? Pattern { get; }

    public IReadOnlyList<string> Required { get; }

    /// <summary>Of an exception: its name in the query protocol; null: the same.</summary>
    public string? Code { get; }

    /// <summary>Members of a structure.</summary>
    public FrozenDictionary<string, WireType> Members { get; private set; } = FrozenDictionary<string, WireType>.Empty;

    /// <summary>What a list or map holds.</summary>
    public WireType? Item { get; private set; }

    public WireType? Key { get; private set; }

    /// <summary>Whether a text is what the pattern wants; one that takes too long to tell is not.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        try
        {
            return _matcher.Value?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    internal void Connect(WireTable.Shape shape, IReadOnlyDictionary<string, WireType> types)
    {
        if (shape.Members is { } members)
            Members = members.ToFrozenDictionary(member => member.Key, member => types[member.Value]);
        Item = shape.Item is { } item ? types[item] : null;
        Key = shape.Key is { } key ? types[key] : null;
    }

    /// <summary>The whole text must match. Without backtracking where the pattern allows it, so that no text takes long.</summary>
    private static Regex Compile(string pattern)
    {
        // Escapes of characters that need none are an error here.
        var whole = $@"\A(?:{pattern.Replace(@"\_", "_", StringComparison.Ordinal)})\z";
        try
        {
            return new(whole, RegexOptions.CultureInvariant | (HasOneRepetition(pattern) ? RegexOptions.Compiled : RegexOptions.NonBacktracking));
        }
        catch (NotSupportedException)
        {
            return new(whole, RegexOptions.CultureInvariant, MaxMatch);
        }
    }

    /// <summary>Such as those of ids, which requests are full of: nothing in them can be tried in more than one way, so the fastest matcher takes no longer.</summary>
    private static bool HasOneRepetition(string pattern) => pattern.Count("(|{*+?".Contains) <= 1;
}
