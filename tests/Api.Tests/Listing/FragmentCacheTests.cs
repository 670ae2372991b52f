using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Silo.Api.WorkSpaces;
using NodaTime;

namespace DeskFleet.Api.Tests.Listing;

/// <summary>What was shown last is found at once, and never for another WorkSpace or another state.</summary>
public sealed class FragmentCacheTests
{
    /// <summary>Two places for each: a few are lost to others.</summary>
    private const double LeastShare = 0.9;

    private static readonly Instant Launched = Instant.FromUtc(2026, 1, 5, 9, 0);

    private readonly FragmentCache _cache = new();

    [Fact]
    public void Find_SomeOfTheIds_GivesThemInTheirOrder()
    {
        var (first, second) = (Fragment("ws-aaaaaaaaa"), Fragment("ws-bbbbbbbbb"));
        _cache.Add(first);
        _cache.Add(second);

        var found = _cache.Find(["ws-bbbbbbbbb", "ws-ccccccccc", "ws-aaaaaaaaa", "ws-", ""]);

        Assert.Equal([second, null, first, null, null], found);
    }

    [Fact]
    public void Find_Retired_IsNotFoundAndItsSuccessorIs()
    {
        var (before, after) = (Fragment("ws-aaaaaaaaa"), Fragment("ws-aaaaaaaaa"));
        _cache.Add(before);
        before.Retire();
        Assert.Equal([null], _cache.Find(["ws-aaaaaaaaa"]));

        _cache.Add(after);

        Assert.Same(after, Assert.Single(_cache.Find(["ws-aaaaaaaaa"])));
    }

    [Theory]
    [InlineData("ws-0123456789abcdefghij")]
    [InlineData("ws-ä")]
    public void Find_IdThatIsNotAsOursAre_IsLeftToOthers(string id)
    {
        _cache.Add(Fragment(id));

        Assert.Equal([null], _cache.Find([id]));
    }

    [Fact]
    public void Find_AmongManyThousands_NearlyAllAreThereAndNoneIsMistaken()
    {
        var ids = Enumerable.Range(0, 20_000).Select(i => $"ws-{i:d9}").ToList();
        var fragments = ids.ConvertAll(Fragment);
        foreach (var fragment in fragments)
            _cache.Add(fragment);

        var found = _cache.Find(ids);

        Assert.All(found.Zip(fragments), row => Assert.True(row.First is null || ReferenceEquals(row.First, row.Second)));
        Assert.InRange(found.Count(fragment => fragment is not null), fragments.Count * LeastShare, fragments.Count);
    }

    [Fact]
    public void Find_FewWorkSpacesOfManyStates_GivesTheLastOfEach()
    {
        var ids = Enumerable.Range(0, 10).Select(i => $"ws-{i:d9}").ToList();
        var fragments = ids.ConvertAll(Fragment);
        for (var state = 0; state < 1_000; state++)
        {
            fragments.ForEach(fragment => fragment.Retire());
            fragments = ids.ConvertAll(Fragment);
            fragments.ForEach(_cache.Add);
        }

        Assert.Equal(fragments, _cache.Find(ids));
    }

    private static WorkSpaceFragment Fragment(string id) => new(WorkSpaceDescription.Of(FragmentTests.State with { Id = new(id) }, Launched)!);
}
