using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tests.TestKit;

namespace DeskFleet.Core.Tests.Registries;

[Trait("RulePart", "ENC-05")]
public sealed class KeyAliasTests
{
    private static readonly KeyArn One = KeyArn.Of(Names.Account, "one");
    private static readonly KeyArn Two = KeyArn.Of(Names.Account, "two");

    private readonly SingleEntity<RegistryState, Registry> _registry = new(Names.Account.ToString());

    [Fact]
    public void Alias_CreatedUpdatedAndDeleted_NamesItsKey()
    {
        Assert.IsType<Accepted>(Set(1, "alias/desktops", One));
        Assert.IsType<Accepted>(Set(2, "alias/desktops", Two, mustBeNew: false));
        Assert.Equal(Two, Assert.Single(_registry.State.KeyAliases).Key);

        Assert.IsType<Accepted>(_registry.Send(new DeleteKeyAlias(Names.Operation(3), "alias/desktops")));
        Assert.Empty(_registry.State.KeyAliases);
    }

    [Theory]
    [InlineData("desktops", RefusalCode.InvalidParameter)]
    [InlineData("alias/", RefusalCode.InvalidParameter)]
    [InlineData("alias/aws/mine", RefusalCode.InvalidParameter)]
    [InlineData("alias/taken", RefusalCode.ResourceExists)]
    public void Create_NameThatIsNotPossible_IsRefusedByName(string name, RefusalCode code)
    {
        Set(1, "alias/taken", One);

        Assert.Equal(code, Assert.IsType<Refused>(Set(2, name, Two)).Code);
        Assert.Equal(One, Assert.Single(_registry.State.KeyAliases).Key);
    }

    [Fact]
    public void UpdateAndDelete_WhatIsNotThere_AreRefused()
    {
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(Set(1, "alias/none", One, mustBeNew: false)).Code);
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(_registry.Send(new DeleteKeyAlias(Names.Operation(2), "alias/none"))).Code);
    }

    [Fact]
    public void Create_BeyondTheLimit_IsRefused()
    {
        for (var i = 0; i < KeyAliases.MaxAliases; i++)
            Set(i + 1, $"alias/{i}", One);

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(Set(1000, "alias/more", One)).Code);
    }

    private Reply Set(int operation, string name, KeyArn key, bool mustBeNew = true) =>
        _registry.Send(new SetKeyAlias(Names.Operation(operation), new(name, key), mustBeNew));
}
