using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Tags on a desktop: at launch, later, and how many.</summary>
public sealed class TaggingTests
{
    [Fact]
    [Trait("Rule", "TAG-02")]
    public void Launch_WithTags_HasThemWhilePending()
    {
        var desk = new Desk();

        desk.Send(desk.Launch() with { Tags = [new("dept", "fin"), new("cost", "")] });

        Assert.Equal((Lifecycle.Pending, 2, "fin"), (desk.State.Lifecycle, desk.State.Tags.Count, desk.State.Tags["dept"]));
        Assert.Contains(desk.Last.Logged, line => line.Event is TagsChanged { Tags.Count: 2 });
    }

    /// <summary>What no account would take is refused before anybody is asked.</summary>
    [Theory]
    [InlineData("aws:x")]
    [InlineData("")]
    [Trait("Rule", "TAG-02")]
    public void Launch_WithOneBadTag_IsRefusedAndAsksNobody(string key)
    {
        var desk = new Desk();
        var before = desk.Record;

        var refused = desk.Send(desk.Launch() with { Tags = [new("dept", "fin"), new(key, "")] });

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(refused).Code);
        Assert.Empty(desk.Neighbours.Asked);
        Assert.Same(before, desk.Record);
    }

    [Theory]
    [InlineData(50, 50, true)]
    [InlineData(51, 50, false)]
    [InlineData(51, 51, true)]
    [InlineData(3, 2, false)]
    [Trait("Rule", "TAG-01")]
    [Trait("Rule", "TAG-02")]
    public void Launch_WithManyTags_IsRefusedAsAWholeAboveTheLimit(int tags, int limit, bool isLaunched)
    {
        var desk = new Desk(new Neighbours().When<LeaseQuota>(lease => new QuotaLeased(lease.OperationId) { MostTags = limit }));

        var reply = desk.Send(desk.Launch() with { Tags = [.. Enumerable.Range(0, tags).Select(i => new Tag($"k{i}", "v"))] });

        Assert.Equal(isLaunched ? null : RefusalCode.LimitExceeded, (reply as Refused)?.Code);
        Assert.Equal(isLaunched ? tags : 0, desk.State.Tags.Count);
        Assert.Equal(isLaunched ? 0 : 3, desk.Last.GiveBacks.Length);
    }

    [Fact]
    [Trait("Rule", "TAG-01")]
    public void CreateTags_Above50_IsRefusedButOverwritingIsNot()
    {
        var desk = Desk.In(Lifecycle.Stopped);
        desk.Send(new CreateTags(desk.NewId(), [.. Enumerable.Range(0, 50).Select(i => new Tag($"k{i}", "v"))]));
        var before = desk.Record;

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(desk.Send(new CreateTags(desk.NewId(), [new("k50", "v")]))).Code);
        Assert.Same(before, desk.Record);
        Assert.IsType<Accepted>(desk.Send(new CreateTags(desk.NewId(), [new("k49", "other")])));
        Assert.Equal((50, "other"), (desk.State.Tags.Count, desk.State.Tags["k49"]));
    }

    [Fact]
    [Trait("Rule", "TAG-02")]
    public void DeleteTags_SomeThere_TakesThoseAway()
    {
        var desk = Desk.In(Lifecycle.Available);
        desk.Send(new CreateTags(desk.NewId(), [new("a", "1"), new("b", "2")]));

        desk.Send(new DeleteTags(desk.NewId(), ["a", "other"]));

        Assert.Equal(["b"], desk.State.Tags.Values.Keys);
    }
}
