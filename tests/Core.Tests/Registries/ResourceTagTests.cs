using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Tests.TestKit;

namespace DeskFleet.Core.Tests.Registries;

/// <summary>What an account has set up has tags and names, as its WorkSpaces have.</summary>
public sealed class ResourceTagTests
{
    private const string Directory = "d-0123456789";

    private readonly SingleEntity<RegistryState, Registry> _registry = new(Names.Account.ToString());
    private int _operations;

    [Fact]
    [Trait("RulePart", "TAG-02")]
    public void Tag_GivenTwiceAndTakenAway_IsWhatWasGivenLast()
    {
        Tag(Directory, new("team", "a"), new("cost", "1"));
        Tag(Directory, new Tag("team", "b"));
        Assert.Equal(["cost=1", "team=b"], Of(Directory));

        _registry.Send(new UntagResource(Next(), Directory, ["team", "nothing"]));
        Assert.Equal(["cost=1"], Of(Directory));
    }

    [Theory]
    [Trait("RulePart", "TAG-01")]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Tag_OneResource_HasAtMost50(int tags, bool isAdmitted) =>
        Assert.Equal(isAdmitted, Tag(Directory, [.. Enumerable.Range(0, tags).Select(i => new Tag($"key{i}", ""))]) is Accepted);

    [Fact]
    public void Tag_AllResourcesTogether_AreBounded()
    {
        for (var i = 0; i < Registry.MostTags / 50; i++)
            Assert.IsType<Accepted>(Tag($"wsb-{i:d9}", [.. Enumerable.Range(0, 50).Select(k => new Tag($"key{k}", ""))]));

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(Tag(Directory, new Tag("one", "more"))).Code);
        Assert.IsType<Accepted>(Tag("wsb-000000000", new Tag("key0", "new value")));
    }

    [Fact]
    public void Delisted_Resource_LeavesNoTags()
    {
        _registry.Send(new Enlist(ListedKind.Directory, Directory));
        Tag(Directory, new Tag("team", "a"));
        _registry.Send(new Delist(ListedKind.Directory, Directory));

        Assert.Empty(_registry.State.Tags);
    }

    [Fact]
    [Trait("RulePart", "BUN-09")]
    public void Name_OfOneKind_IsTakenOnceAndFreeAfterwards()
    {
        Assert.IsType<Accepted>(_registry.Send(new Enlist(ListedKind.Bundle, "wsb-000000001") { Name = "office" }));
        Assert.IsType<Accepted>(_registry.Send(new Enlist(ListedKind.Bundle, "wsb-000000001") { Name = "office" }));
        Assert.Equal(RefusalCode.ResourceExists, Assert.IsType<Refused>(_registry.Send(new Enlist(ListedKind.Bundle, "wsb-000000002") { Name = "office" })).Code);
        Assert.IsType<Accepted>(_registry.Send(new Enlist(ListedKind.Image, "wsi-000000001") { Name = "office" }));

        _registry.Send(new Delist(ListedKind.Bundle, "wsb-000000001"));
        Assert.IsType<Accepted>(_registry.Send(new Enlist(ListedKind.Bundle, "wsb-000000002") { Name = "office" }));
    }

    private Reply Tag(string resource, params ImmutableArray<Tag> tags) => _registry.Send(new TagResource(Next(), resource, tags));

    private IEnumerable<string> Of(string resource) => _registry.State.TagsOf(resource).Values.Select(tag => $"{tag.Key}={tag.Value}");

    private Identity.OperationId Next() => Names.Operation(++_operations);
}
