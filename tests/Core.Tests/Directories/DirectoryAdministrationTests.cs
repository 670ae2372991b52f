using System.Collections.Immutable;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.Directories;

/// <summary>From its creation to its deletion, and what is set on it meanwhile (DIR-02..07, DIR-14, DIR-17).</summary>
public sealed class DirectoryAdministrationTests
{
    private static readonly DirectoryProfile SimpleAd =
        new(DirectoryType.SimpleAd, "corp.example", "CORP", "", "Small", "vpc-1", ["subnet-a", "subnet-b"], [], "");

    private static readonly AccountId Stranger = new("other", Names.Account.Region);

    [Fact]
    [Trait("RulePart", "DIR-02")]
    public void Create_SimpleAd_IsThereButNotRegistered()
    {
        var directory = New();

        Assert.IsType<Accepted>(directory.Send(new CreateDirectory(Names.Account, SimpleAd)));

        Assert.True(directory.State.Exists);
        Assert.False(directory.State.IsRegistered);
        Assert.Equal((Names.Account, SimpleAd, directory.Now), (directory.State.Account, directory.State.Profile!, directory.State.CreatedAt!.Value));
    }

    [Fact]
    public void Create_Twice_IsNothingForTheSameAndRefusedForAnother()
    {
        var directory = Created();
        var before = directory.Record;

        Assert.IsType<Accepted>(directory.Send(new CreateDirectory(Names.Account, SimpleAd with { Description = "again" })));
        AssertRefused(RefusalCode.ResourceExists, directory.Send(new CreateDirectory(Stranger, SimpleAd)));
        AssertRefused(RefusalCode.ResourceExists, directory.Send(new CreateDirectory(Names.Account, SimpleAd with { Name = "other.example" })));
        AssertRefused(RefusalCode.ResourceExists, directory.Send(new CreateDirectory(Names.Account, SimpleAd with { Type = DirectoryType.MicrosoftAd })));
        Assert.Same(before, directory.Record);
    }

    [Theory]
    [InlineData("", "us-east-1", null)]
    [InlineData("one-a", "us-east-1", RefusalCode.InvalidParameter)]
    [InlineData("one-a one-a", "us-east-1", RefusalCode.InvalidParameter)]
    [InlineData("one-a one-b one-b", "us-east-1", RefusalCode.InvalidParameter)]
    [InlineData("one-a one-b one-c", "us-east-1", RefusalCode.InvalidParameter)]
    [InlineData("", "eu-central-1", RefusalCode.OperationNotSupported)]
    [InlineData("", "eu-west-1", null)]
    [Trait("RulePart", "DIR-02")]
    public void Fault_OfASimpleAd_NeedsTwoSubnetsAndARegionThatOffersIt(string subnets, string region, RefusalCode? code) =>
        Assert.Equal(code, (subnets.Length == 0 ? SimpleAd : SimpleAd with { Subnets = [.. subnets.Split(' ')] }).Fault(region)?.Code);

    [Fact]
    [Trait("RulePart", "DIR-03")]
    public void Fault_OfAConnector_NeedsServersAndAnAccount()
    {
        var connector = SimpleAd with { Type = DirectoryType.AdConnector, DnsAddresses = ["10.0.0.10"], CustomerUserName = "joiner" };

        Assert.Null(connector.Fault("us-east-1"));
        Assert.Equal(RefusalCode.InvalidParameter, (connector with { DnsAddresses = [] }).Fault("us-east-1")?.Code);
        Assert.Equal(RefusalCode.InvalidParameter, (connector with { CustomerUserName = "" }).Fault("us-east-1")?.Code);
        Assert.Equal(RefusalCode.OperationNotSupported, connector.Fault("eu-central-1")?.Code);
        Assert.Null((SimpleAd with { Type = DirectoryType.MicrosoftAd }).Fault("eu-central-1"));
        AssertRefused(RefusalCode.InvalidParameter, New().Send(new CreateDirectory(Names.Account, connector with { DnsAddresses = [] })));
    }

    [Fact]
    public void Register_OfAnotherAccount_IsNotFoundAndTheSettingsCount()
    {
        var directory = Created();
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(Registration with { Account = Stranger }));

        directory.Send(Registration);

        Assert.True(directory.State.IsRegistered);
        AssertRefused(RefusalCode.ResourceExists, directory.Send(Registration with { IsDedicated = true }));
        Assert.IsType<Accepted>(directory.Send(Registration));
    }

    [Fact]
    public void CreatedAt_IsTheCreationsOrTheFirstRegistrations()
    {
        var directory = New();
        var first = directory.Now;
        directory.Send(Registration);

        directory.After(NodaTime.Duration.FromHours(1)).Send(new DeregisterDirectory(Names.Account));
        directory.Send(Registration);

        Assert.Equal(first, directory.State.CreatedAt);
    }

    [Fact]
    public void Deregister_OnlyItsAccountAndOnlyWithoutWorkSpaces_AndForgetsWhatWasSet()
    {
        var directory = Registered();
        directory.Send(new ConfigureDirectory(Names.Account, Settings(("ou", "OU=Desks"))));
        directory.Send(new ChangeDirectoryIpGroups(Names.Account, ["wsipg-1"], []));
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new DeregisterDirectory(Stranger)));
        directory.Send(new LeasePlace(Names.Operation(1), Names.WorkSpace(1)));
        AssertRefused(RefusalCode.InvalidState, directory.Send(new DeregisterDirectory(Names.Account)));
        directory.Send(new CancelLease(Names.Operation(1)));

        Assert.IsType<Accepted>(directory.Send(new DeregisterDirectory(Names.Account)));

        Assert.False(directory.State.IsRegistered);
        Assert.Equal(DirectorySettings.None, directory.State.Settings);
        Assert.Empty(directory.State.IpGroups);
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new DeregisterDirectory(Names.Account)));
        AssertRefused(RefusalCode.DirectoryNotRegistered, directory.Send(new LeasePlace(Names.Operation(2), Names.WorkSpace(2))));
    }

    [Fact]
    [Trait("RulePart", "DIR-17")]
    public void Delete_OnlyItsAccountAndOnlyDeregistered()
    {
        var directory = Registered();
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new DeleteDirectory(Stranger)));
        AssertRefused(RefusalCode.InvalidState, directory.Send(new DeleteDirectory(Names.Account)));
        directory.Send(new LeasePlace(Names.Operation(1), Names.WorkSpace(1)));
        Assert.Contains("1 WorkSpaces", AssertRefused(RefusalCode.InvalidState, directory.Send(new DeleteDirectory(Names.Account))).Message, StringComparison.Ordinal);
        directory.Send(new CancelLease(Names.Operation(1)));
        directory.Send(new DeregisterDirectory(Names.Account));

        Assert.IsType<Accepted>(directory.Send(new DeleteDirectory(Names.Account)));

        Assert.False(directory.State.Exists);
        Assert.Null(directory.State.CreatedAt);
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new DeleteDirectory(Names.Account)));
    }

    [Fact]
    [Trait("RulePart", "DIR-14")]
    public void Configure_SomeSettings_LeavesTheOthers()
    {
        var directory = Registered();
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new ConfigureDirectory(Stranger, Settings(("ou", "x")))));
        directory.Send(new ConfigureDirectory(Names.Account, Settings(("ou", "OU=Desks"), ("internet", "yes"))));
        directory.Send(new ConfigureDirectory(Names.Account, Settings(("internet", "no"))));
        var before = directory.Record;

        Assert.Equal(("OU=Desks", "no", null), (directory.State.Settings["ou"], directory.State.Settings["internet"], directory.State.Settings["none"]));
        Assert.IsType<Accepted>(directory.Send(new ConfigureDirectory(Names.Account, Settings(("internet", "no")))));
        Assert.Same(before, directory.Record);
        AssertRefused(RefusalCode.ResourceNotFound, Created().Send(new ConfigureDirectory(Names.Account, Settings(("ou", "x")))));
    }

    [Theory]
    [InlineData(64, 64, 1024, null)]
    [InlineData(65, 1, 1, RefusalCode.LimitExceeded)]
    [InlineData(1, 65, 1, RefusalCode.InvalidParameter)]
    [InlineData(1, 0, 1, RefusalCode.InvalidParameter)]
    [InlineData(1, 1, 1025, RefusalCode.InvalidParameter)]
    [Trait("RulePart", "DIR-14")]
    public void Configure_AtTheLimits_IsRefusedBehindThem(int count, int nameLength, int valueLength, RefusalCode? code)
    {
        var directory = Registered();
        var settings = Enumerable.Range(0, count).Select(i => (nameLength == 0 ? "" : $"{i}".PadRight(nameLength, 'n'), new string('v', valueLength)));

        var reply = directory.Send(new ConfigureDirectory(Names.Account, Settings([.. settings])));

        Assert.Equal(code, (reply as Refused)?.Code);
        Assert.Equal(code is null ? count : 0, directory.State.Settings.Values.Count);
    }

    [Fact]
    public void Settings_OtherValueOrName_AreNotEqual()
    {
        Assert.Equal(Settings(("a", "1"), ("b", "2")), Settings(("b", "2"), ("a", "1")));
        Assert.NotEqual(Settings(("a", "1")), Settings(("a", "2")));
        Assert.NotEqual(Settings(("a", "1")), Settings(("a", "1"), ("b", "2")));
        Assert.False(Settings(("a", "1")).Equals(null));
    }

    [Fact]
    public void IpGroups_AddedAndTakenAway_AreNeverMoreThanTwentyFive()
    {
        var directory = Registered();
        directory.Send(new ChangeDirectoryIpGroups(Names.Account, [.. Enumerable.Range(1, 25).Select(Group)], []));
        var full = directory.Record;

        AssertRefused(RefusalCode.LimitExceeded, directory.Send(new ChangeDirectoryIpGroups(Names.Account, [Group(26)], [])));
        Assert.IsType<Accepted>(directory.Send(new ChangeDirectoryIpGroups(Names.Account, [Group(3)], [Group(99)])));
        Assert.Same(full, directory.Record);
        AssertRefused(RefusalCode.ResourceNotFound, directory.Send(new ChangeDirectoryIpGroups(Stranger, [], [Group(1)])));

        directory.Send(new ChangeDirectoryIpGroups(Names.Account, [Group(26)], [.. Enumerable.Range(2, 24).Select(Group)]));

        Assert.Equal([Group(1), Group(26)], directory.State.IpGroups);
    }

    private static RegisterDirectory Registration => new(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false);

    private static string Group(int number) => $"wsipg-{number}";

    private static DirectorySettings Settings(params (string Name, string Value)[] values) =>
        DirectorySettings.None.With(new(values.ToImmutableSortedDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));

    private static SingleEntity<DirectoryState, Directory> New() => new(Names.Directory.Value);

    private static SingleEntity<DirectoryState, Directory> Created()
    {
        var directory = New();
        directory.Send(new CreateDirectory(Names.Account, SimpleAd));
        return directory;
    }

    private static SingleEntity<DirectoryState, Directory> Registered()
    {
        var directory = Created();
        directory.Send(Registration);
        return directory;
    }

    private static Refused AssertRefused(RefusalCode code, Reply reply)
    {
        var refused = Assert.IsType<Refused>(reply);
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
