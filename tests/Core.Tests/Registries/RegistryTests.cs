using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tests.TestKit;

namespace DeskFleet.Core.Tests.Registries;

/// <summary>What an account has set up in a region, and its IP access groups: few, limited and listed once.</summary>
public sealed class RegistryTests
{
    [Fact]
    public void Enlist_Twice_IsListedOnceUntilItIsDelisted()
    {
        var registry = New();
        registry.Send(new Enlist(ListedKind.Image, "wsi-1"));
        registry.Send(new Enlist(ListedKind.Bundle, "wsb-1"));
        var before = registry.Record;

        registry.Send(new Enlist(ListedKind.Image, "wsi-1"));
        registry.Send(new Delist(ListedKind.Key, "wsi-1"));
        Assert.Same(before, registry.Record);
        Assert.Equal(["wsi-1"], registry.State.IdsOf(ListedKind.Image));

        registry.Send(new Delist(ListedKind.Image, "wsi-1"));
        Assert.Empty(registry.State.IdsOf(ListedKind.Image));
        Assert.Equal(["wsb-1"], registry.State.IdsOf(ListedKind.Bundle));
    }

    [Fact]
    public void Enlist_TwoHundredAndFirstOfAKind_IsRefusedAndOtherKindsAreNot()
    {
        var registry = New();
        for (var i = 1; i <= Registry.MaxOfAKind; i++)
            Assert.IsType<Accepted>(registry.Send(new Enlist(ListedKind.Key, $"key-{i}")));

        AssertRefused(RefusalCode.LimitExceeded, registry.Send(new Enlist(ListedKind.Key, "one more")));
        Assert.IsType<Accepted>(registry.Send(new Enlist(ListedKind.Image, "wsi-1")));
    }

    [Fact]
    public void Create_Group_HasItsRulesAndItsNameOnce()
    {
        var registry = New();

        var made = Assert.IsType<IpGroupCreated>(registry.Send(Creation(1, "office", "10.0.0.0/8")));

        var group = registry.State.Find(made.Group)!;
        Assert.Equal(("office", "where we sit"), (group.Name, group.Description));
        Assert.Equal(["10.0.0.0/8"], RangesOf(registry, made.Group));
        AssertRefused(RefusalCode.ResourceExists, registry.Send(Creation(2, "office", "10.0.0.0/8")));
        Assert.Single(registry.State.IpGroups);
    }

    [Fact]
    public void Create_HundredAndFirstGroup_IsRefusedUntilOneIsDeleted()
    {
        var registry = New();
        var first = Assert.IsType<IpGroupCreated>(registry.Send(Creation(1, "group 1"))).Group;
        for (var i = 2; i <= Registry.MaxIpGroups; i++)
            registry.Send(Creation(i, $"group {i}"));

        AssertRefused(RefusalCode.LimitExceeded, registry.Send(Creation(200, "one more")));
        Assert.IsType<Accepted>(registry.Send(new DeleteIpGroup(first)));
        Assert.IsType<IpGroupCreated>(registry.Send(Creation(201, "one more")));
        AssertRefused(RefusalCode.ResourceNotFound, registry.Send(new DeleteIpGroup(first)));
        Assert.Equal(Registry.MaxIpGroups, registry.State.IpGroups.Length);
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.0/0", true)]
    [InlineData("10.0.0.0/32", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("10.0.0.0/-1", false)]
    [InlineData("10.0.0.0/", false)]
    [InlineData("10.0.0.0/8/8", false)]
    [InlineData("10.0.0/8", false)]
    [InlineData("10.0.0.256/8", false)]
    [InlineData("010.0.0.0/8", false)]
    [InlineData("fe80::1/64", false)]
    [InlineData("office", false)]
    public void Create_Range_IsAnAddressOrCidr(string range, bool isOne)
    {
        var registry = New();

        var reply = registry.Send(Creation(1, "office", range));

        Assert.Equal(isOne ? null : RefusalCode.InvalidParameter, (reply as Refused)?.Code);
        Assert.Equal(isOne ? 1 : 0, registry.State.IpGroups.Length);
    }

    [Fact]
    public void Rules_AddedAgain_HaveTheNewDescriptionAndAreNeverMoreThanTen()
    {
        var registry = New();
        var group = Assert.IsType<IpGroupCreated>(registry.Send(Creation(1, "office", [.. Enumerable.Range(1, 9).Select(Range)]))).Group;
        registry.Send(new ChangeIpRules(group, Replace: false, [Rule(Range(10)), Rule(Range(10))], []));
        var full = registry.Record;

        AssertRefused(RefusalCode.LimitExceeded, registry.Send(new ChangeIpRules(group, Replace: false, [Rule(Range(11))], [])));
        AssertRefused(RefusalCode.InvalidParameter, registry.Send(new ChangeIpRules(group, Replace: true, [Rule("office")], [])));
        AssertRefused(RefusalCode.ResourceNotFound, registry.Send(new ChangeIpRules("wsipg-none", Replace: false, [], [])));
        Assert.IsType<Accepted>(registry.Send(new ChangeIpRules(group, Replace: false, [], [Range(99)])));
        Assert.Same(full, registry.Record);

        registry.Send(new ChangeIpRules(group, Replace: false, [new(Range(3), "renamed"), Rule(Range(11))], [Range(1)]));

        Assert.Equal(new[] { 2, 4, 5, 6, 7, 8, 9, 10, 3, 11 }.Select(Range), RangesOf(registry, group));
        Assert.Equal("renamed", registry.State.Find(group)!.Rules[8].Description);
    }

    [Fact]
    public void Rules_Replaced_ForgetThoseBefore()
    {
        var registry = New();
        var group = Assert.IsType<IpGroupCreated>(registry.Send(Creation(1, "office", Range(1), Range(2)))).Group;
        var other = Assert.IsType<IpGroupCreated>(registry.Send(Creation(2, "home", Range(1)))).Group;

        registry.Send(new ChangeIpRules(group, Replace: true, [Rule(Range(3))], []));

        Assert.Equal([Range(3)], RangesOf(registry, group));
        Assert.Equal([Range(1)], RangesOf(registry, other));
    }

    private static string Range(int number) => $"10.0.{number}.0/24";

    private static IpRule Rule(string range) => new(range, "a place");

    private static CreateIpGroup Creation(int operation, string name, params string[] ranges) =>
        new(Names.Operation(operation), name, "where we sit", [.. ranges.Select(Rule)]);

    private static IEnumerable<string> RangesOf(SingleEntity<RegistryState, Registry> registry, string group) =>
        registry.State.Find(group)!.Rules.Select(rule => rule.Range);

    private static SingleEntity<RegistryState, Registry> New() => new(Names.Account.ToString());

    private static void AssertRefused(RefusalCode code, Reply reply) => Assert.Equal(code, Assert.IsType<Refused>(reply).Code);
}
