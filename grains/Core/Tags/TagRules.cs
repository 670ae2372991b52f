using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Tags;

/// <summary>What a tag may be and how many there may be (TAG-01, TAG-02). A refusal changes nothing.</summary>
public static class TagRules
{
    /// <summary>Tags of one WorkSpace (QTA-04).</summary>
    public const int DefaultMostTags = 50;

    /// <summary>Characters of a key.</summary>
    public const int MaxKey = 127;

    /// <summary>Characters of a value, which may be empty.</summary>
    public const int MaxValue = 255;

    /// <summary>Keys that begin so are the provider's.</summary>
    public const string ReservedPrefix = "aws:";

    /// <summary>Sets tags, all or none; one whose key is there already gets the new value. The same tags again are no event.</summary>
    public static Decision Put(TagSet tags, IReadOnlyCollection<Tag> given, int mostTags = DefaultMostTags)
    {
        if (given.Count == 0)
            return Decision.Nothing;
        if (given.Select(Fault).FirstOrDefault(fault => fault is not null) is { } refused)
            return Decision.Refuse(refused);
        if (given.DistinctBy(tag => tag.Key, StringComparer.Ordinal).Count() < given.Count)
            return Decision.Refuse(RefusalCode.InvalidParameter, "A key is given twice; give each once.");
        var next = new TagSet(tags.Values.SetItems(given.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))));
        return next.Count > mostTags
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"That would make {next.Count} tags of at most {mostTags}; remove some first.")
            : Changed(tags, next);
    }

    /// <summary>Takes tags away; keys that are not there are gone already.</summary>
    public static Decision Remove(TagSet tags, IEnumerable<string> keys) => Changed(tags, new(tags.Values.RemoveRange(keys)));

    private static Decision Changed(TagSet from, TagSet to) => from.Equals(to) ? Decision.Nothing : Decision.Of(new TagsChanged(to));

    private static Refused? Fault(Tag tag) =>
        tag.Key.Length is < 1 or > MaxKey ? Bad($"A tag's key has 1 to {MaxKey} characters, not {tag.Key.Length}.")
        : tag.Value.Length > MaxValue ? Bad($"The value of tag {tag.Key} has {tag.Value.Length} characters; give at most {MaxValue}.")
        : tag.Key.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase) ? Bad($"Keys that begin with {ReservedPrefix} are reserved; choose another.")
        : null;

    private static Refused Bad(string message) => new(RefusalCode.InvalidParameter, message);
}
