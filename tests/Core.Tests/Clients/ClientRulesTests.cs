using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.Clients;

/// <summary>The tables of clients, desktops and directories (WEB-02..07, MFA-02, MFA-07).</summary>
public sealed class ClientRulesTests
{
    private static readonly SignInClient Chrome = new(ClientKind.Chrome, 60);

    [Theory]
    [InlineData(ClientKind.Chrome, 52, false, false)]
    [InlineData(ClientKind.Chrome, 53, false, true)]
    [InlineData(ClientKind.Chrome, 53, true, false)]
    [InlineData(ClientKind.Firefox, 48, false, false)]
    [InlineData(ClientKind.Firefox, 49, false, true)]
    [InlineData(ClientKind.Firefox, 49, true, false)]
    [InlineData(ClientKind.Safari, 99, false, false)]
    [InlineData(ClientKind.Windows, 0, false, true)]
    [InlineData(ClientKind.ZeroClient, 0, false, true)]
    [InlineData(ClientKind.Android, 0, true, true)]
    [Trait("Rule", "WEB-02")]
    public void Fault_OfABrowser_IsItsVersionAndKind(ClientKind kind, int version, bool isMobile, bool isAccepted) =>
        Assert.Equal(isAccepted ? null : RefusalCode.ClientNotSupported, ClientRules.Fault(new(kind, version, isMobile), Names.Standard)?.Code);

    /// <summary>Every hardware with every system and language, under the provider's licences and the account's own.</summary>
    [Fact]
    [Trait("Rule", "WEB-03")]
    [Trait("Rule", "WEB-07")]
    public void Fault_OfWebAccess_FollowsHardwareSystemAndLanguage()
    {
        foreach (var bundle in Everything())
        {
            var isUsable = !bundle.IsGraphics && bundle.Experience == Experience.Windows7 && bundle.Language == Language.EnglishUS;
            Assert.Equal(isUsable, ClientRules.Fault(Chrome, bundle) is null);
            Assert.Null(ClientRules.Fault(new(ClientKind.Mac), bundle));
        }
    }

    /// <summary>Web Access is off until it is allowed; others are allowed until they are denied.</summary>
    [Theory]
    [InlineData(ClientKind.Firefox, null, RefusalCode.WebAccessDisabled)]
    [InlineData(ClientKind.Firefox, AccessSettings.Deny, RefusalCode.WebAccessDisabled)]
    [InlineData(ClientKind.Firefox, AccessSettings.Allow, null)]
    [InlineData(ClientKind.Mac, null, null)]
    [InlineData(ClientKind.Mac, AccessSettings.Allow, null)]
    [InlineData(ClientKind.Mac, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [InlineData(ClientKind.Fire, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [InlineData(ClientKind.Ios, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [InlineData(ClientKind.Chromebook, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [InlineData(ClientKind.Windows, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [InlineData(ClientKind.ZeroClient, AccessSettings.Deny, RefusalCode.ClientNotSupported)]
    [Trait("Rule", "WEB-05")]
    [Trait("Rule", "WEB-06")]
    public void Fault_OfADirectorysSettings_IsThatOfItsKind(ClientKind kind, string? setting, RefusalCode? code)
    {
        var settings = setting is null ? DirectorySettings.None : new(DirectorySettings.None.Values.Add(AccessSettings.NameOf(kind), setting));

        var refused = ClientRules.Fault(new(kind, 99), Directory.Initial("d-one") with { Settings = settings });

        Assert.Equal(code, refused?.Code);
        Assert.Contains(code is null ? "" : "ask your administrator", refused?.Message ?? "", StringComparison.Ordinal);
    }

    /// <summary>With the right code every listed client is accepted, and with none it is not; a zero client has no way to give one.</summary>
    [Theory]
    [InlineData(ClientKind.Windows, true)]
    [InlineData(ClientKind.Mac, true)]
    [InlineData(ClientKind.Chromebook, true)]
    [InlineData(ClientKind.Ios, true)]
    [InlineData(ClientKind.Fire, true)]
    [InlineData(ClientKind.Android, true)]
    [InlineData(ClientKind.Chrome, true)]
    [InlineData(ClientKind.Firefox, true)]
    [InlineData(ClientKind.ZeroClient, false)]
    [Trait("Rule", "MFA-07")]
    public void SecondFactor_WithEachClient_IsAskedFor(ClientKind kind, bool isAccepted)
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        directory.Send(new ConfigureDirectory(Names.Account, new(DirectorySettings.None.Values.Add(AccessSettings.NameOf(ClientKind.Chrome), AccessSettings.Allow))));
        directory.Send(new ConfigureSecondFactor(Names.Account, new(["10.0.0.5"])));

        Assert.Equal(isAccepted ? new ClientChecked(NeedsCode: true) : null, directory.Send(new CheckClient(new(kind, 99))) as ClientChecked);
    }

    /// <summary>The stand-in of the servers: a right code, a wrong one, none, and servers that can not be reached.</summary>
    [Theory]
    [InlineData("123456", "123456", true)]
    [InlineData("123456", "654321", false)]
    [InlineData("123456", "", false)]
    [InlineData(null, "123456", false)]
    [Trait("RulePart", "MFA-01")]
    public void CheckCode_OfTheStandIn_IsTheOneThatItTakes(string? accepts, string code, bool isRight)
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        directory.Send(new SetCode("old"));
        directory.Send(new SetCode(accepts));
        var before = directory.Record;

        var reply = directory.Send(new CheckCode(Names.Ann, code));

        Assert.Equal(isRight ? null : RefusalCode.SecondFactorFailed, (reply as Refused)?.Code);
        Assert.Same(before, directory.Record);
    }

    [Fact]
    [Trait("RulePart", "MFA-02")]
    public void SecondFactor_Configured_IsForItsAccountAndUntilItIsTakenAway()
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        var configure = new ConfigureSecondFactor(Names.Account, new(["10.0.0.5", "10.0.0.6"]));
        Assert.Equal(RefusalCode.ResourceNotFound, (directory.Send(configure) as Refused)?.Code);
        directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        Assert.Equal(RefusalCode.ResourceNotFound, (directory.Send(configure with { Account = new("other", "us-east-1") }) as Refused)?.Code);
        Assert.Equal(RefusalCode.InvalidParameter, (directory.Send(configure with { SecondFactor = new([.. Enumerable.Range(0, 11).Select(i => $"10.0.0.{i}")]) }) as Refused)?.Code);

        directory.Send(configure);
        var before = directory.Record;
        directory.Send(configure with { SecondFactor = new(["10.0.0.5", "10.0.0.6"]) });
        Assert.Same(before, directory.Record);
        Assert.Equal(configure.SecondFactor, directory.State.SecondFactor);

        directory.Send(configure with { SecondFactor = null });
        Assert.Null(directory.State.SecondFactor);
    }

    /// <summary>What is written of a sign-in or of a check has no code in it.</summary>
    [Fact]
    public void Code_AsText_IsNotShown()
    {
        var connect = new Core.WorkSpaces.Connect(Names.Operation(1), Names.Ann, Names.Session(1)) { Code = "123456" };

        Assert.DoesNotContain("123456", connect.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123456", new CheckCode(Names.Ann, "123456").ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<Bundle> Everything() =>
        from hardware in Enum.GetValues<Hardware>()
        from experience in Enum.GetValues<Experience>()
        from language in Enum.GetValues<Language>()
        from own in new[] { false, true }
        from plus in new[] { false, true }
        select Bundle.Of(hardware) with { Experience = experience, Language = language, BringsOwnLicence = own, HasPlus = plus };
}
