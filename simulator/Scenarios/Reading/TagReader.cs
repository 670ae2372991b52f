using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>tags</c> of a group: <c>[{ key: dept, value: fin }]</c>, by the fleet's own rules (TAG-01).</summary>
internal static class TagReader
{
    public static ImmutableArray<Tag> Read(Section group)
    {
        ImmutableArray<Tag> tags = [.. group.Maps("tags").Select(ReadOne)];
        if (TagRules.Put(TagSet.Empty, tags).Reply is Refused refused)
            group.Report("tags", refused.Message);
        return tags.IsEmpty ? [] : tags;
    }

    private static Tag ReadOne(Section item)
    {
        var tag = new Tag(item.Required("key", Text, "key"), item.Optional("value", Text, ""));
        item.Close();
        return tag;
    }

    private static Parsed<string> Text(string text) => text;
}
