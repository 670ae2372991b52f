using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;

namespace DeskFleet.Rules.Tests.Tags;

public sealed class TagRulesTests
{
    [Theory]
    [InlineData(49, "new", null)]
    [InlineData(50, "new", RefusalCode.LimitExceeded)]
    [InlineData(50, "k0", null)] // overwritten, so no more than before
    [InlineData(50, "K0", RefusalCode.LimitExceeded)] // another key: case counts
    [Trait("RulePart", "TAG-01")]
    public void Put_AroundFifty_CountsKeys(int tags, string key, RefusalCode? code)
    {
        var decision = TagRules.Put(Tags(tags), [new(key, "other")]);

        Assert.Equal(code, CodeOf(decision));
        Assert.Equal(code is null ? "other" : null, decision.Events.OfType<TagsChanged>().SingleOrDefault()?.Tags[key]);
    }

    [Theory]
    [InlineData(0, 0, RefusalCode.InvalidParameter)]
    [InlineData(1, 0, null)]
    [InlineData(127, 255, null)]
    [InlineData(128, 0, RefusalCode.InvalidParameter)]
    [InlineData(1, 256, RefusalCode.InvalidParameter)]
    [Trait("RulePart", "TAG-01")]
    public void Put_Lengths_HaveLimits(int keyLength, int valueLength, RefusalCode? code) =>
        Assert.Equal(code, CodeOf(TagRules.Put(TagSet.Empty, [new(new('k', keyLength), new('v', valueLength))])));

    [Theory]
    [InlineData("aws:x", RefusalCode.InvalidParameter)]
    [InlineData("AWS:x", RefusalCode.InvalidParameter)]
    [InlineData("awsx", null)]
    [Trait("RulePart", "TAG-01")]
    public void Put_ReservedPrefix_IsRefused(string key, RefusalCode? code) => Assert.Equal(code, CodeOf(TagRules.Put(TagSet.Empty, [new(key, "")])));

    /// <summary>As a whole: one bad tag and none is set.</summary>
    [Fact]
    [Trait("RulePart", "TAG-02")]
    public void Put_OneOfManyIsBad_SetsNone()
    {
        var decision = TagRules.Put(TagSet.Empty, [new("good", "1"), new("", "2")]);

        Assert.Equal(RefusalCode.InvalidParameter, CodeOf(decision));
        Assert.Empty(decision.Events);
        Assert.Equal(RefusalCode.LimitExceeded, CodeOf(TagRules.Put(TagSet.Empty, [.. Tags(51).Values.Select(tag => new Tag(tag.Key, tag.Value))])));
        Assert.Equal(RefusalCode.InvalidParameter, CodeOf(TagRules.Put(TagSet.Empty, [new("k", "1"), new("k", "2")])));
    }

    [Fact]
    public void PutAndRemove_WhatIsSoAlready_IsNoEvent()
    {
        Assert.Empty(TagRules.Put(Tags(3), [new("k1", "v")]).Events);
        Assert.Empty(TagRules.Remove(Tags(3), ["other"]).Events);
        Assert.Equal(Tags(2), Assert.IsType<TagsChanged>(Assert.Single(TagRules.Remove(Tags(3), ["k2"]).Events)).Tags);
    }

    private static TagSet Tags(int count) =>
        new(TagSet.Empty.Values.AddRange(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"k{i}", "v"))));

    private static RefusalCode? CodeOf(Decision decision) => (decision.Reply as Refused)?.Code;
}
