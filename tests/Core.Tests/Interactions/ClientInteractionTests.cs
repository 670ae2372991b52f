using System.Collections.Immutable;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Interactions;

/// <summary>The interactions of the catalogue's section (4) that turn on what is signed in with; the number is the id's.</summary>
public sealed class ClientInteractionTests
{
    private const string Code = "123456";

    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly SignInClient Chrome = new(ClientKind.Chrome, ClientRules.OldestChrome);
    private static readonly SignInClient Native = new(ClientKind.Windows);

    private static readonly DirectoryProfile Profile = new(DirectoryType.MicrosoftAd, "corp.example.com", "CORP", "", "Small", "vpc-1", ["one", "two"], ["10.0.0.2"], "joiner");

    private readonly TinyFleet _fleet = TinyFleet.With(HostType.General, 1, 1);
    private int _operations = 1_000;

    /// <summary>The flag, the tab, the pairings, the second factor, and a tab that stays open over a weekend.</summary>
    [Fact]
    [Trait("Rule", "INT-18")]
    public void Interaction18_WebAccess_CornerCases()
    {
        _fleet.Do(Entity.Of(new HostPoolId(Names.Provider, Names.ZoneA)), new AllocateHosts("gpu", HostType.Gpu, 1));
        var desk = Launched("Standard", "user1");

        Assert.Equal(RefusalCode.WebAccessDisabled, Connect(desk, "user1", Chrome));
        AllowWeb(true);
        Assert.Null(Connect(desk, "user1", Chrome));
        AllowWeb(false);
        Assert.NotNull(_fleet.WorkSpace(desk).Session);
        Assert.Equal(RefusalCode.WebAccessDisabled, Connect(desk, "user1", Chrome));
        Assert.NotNull(_fleet.WorkSpace(desk).Session);
        Disconnect(desk);
        Assert.Equal(_fleet.Now + Duration.FromHours(1), _fleet.WorkSpace(desk).AutoStopAt);
        AllowWeb(true);

        Assert.Equal(RefusalCode.ClientNotSupported, Connect(desk, "user1", Chrome with { MajorVersion = 52 }));
        var reasons = new HashSet<string>();
        foreach (var (number, bundle) in new[] { "Standard with Windows 10", "Graphics", "Standard with Windows 7 (Japanese)" }.Index())
        {
            var (user, other) = ($"user{number + 2}", Launched(bundle, $"user{number + 2}"));
            var refused = Assert.IsType<Refused>(Send(other, user, Chrome));
            Assert.Equal(RefusalCode.ClientNotSupported, refused.Code);
            Assert.True(reasons.Add(refused.Message), refused.Message);
            Assert.Null(Connect(other, user, Native));
        }

        UseSecondFactor();
        Assert.Equal(RefusalCode.SecondFactorFailed, Connect(desk, "user1", Chrome));
        Assert.Equal(RefusalCode.SecondFactorFailed, Connect(desk, "user1", Chrome, "000000"));
        Assert.Equal((Stopped, null), (_fleet.Run(Duration.FromHours(2)).WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Awaited));
        Assert.Null(Connect(desk, "user1", Chrome, Code));
        _fleet.Run(Minute);
        var opened = _fleet.Now;
        Assert.Equal((Available, opened), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Meter.OpenSince));

        _fleet.Run(Duration.FromHours(63));
        Assert.Equal(Available, _fleet.WorkSpace(desk).Lifecycle);
        Disconnect(desk);
        Assert.Equal(RefusalCode.SecondFactorFailed, Connect(desk, "user1", Chrome));
        _fleet.Run(Duration.FromHours(1));
        Assert.Equal((Stopping, 64L), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Meter.Last!.StartedHours));

        _fleet.Run(Minute);
        Assert.Null(Connect(desk, "user1", Chrome, Code));
        _fleet.Do(desk, new AnnounceUpdate("2017-04", _fleet.Now));
        _fleet.RunUntil(Instant.FromUtc(2017, 4, 9, 8, 0));
        Assert.Contains(_fleet.Journal, line => line.Entity == Entity.Of(desk) && line.Event is SessionClosed { Interruption: SessionInterruption.Maintenance });
    }

    /// <summary>
    /// Of directories only Microsoft AD; so no zero clients and no application manager, two registrations for a mixed fleet, and the second factor all
    /// the same.
    /// </summary>
    [Fact]
    [Trait("Rule", "INT-19")]
    [Trait("Rule", "DIR-05")]
    public void Interaction19_Frankfurt_HasMicrosoftAdAndWhatWorksWithIt()
    {
        var frankfurt = Names.Account with { Region = "eu-central-1" };
        var (own, open) = (new DirectoryId("d-own"), new DirectoryId("d-public"));
        ZoneId[] zones = [new("eu-central-1a"), new("eu-central-1b")];
        foreach (var type in new[] { DirectoryType.SimpleAd, DirectoryType.AdConnector })
            Assert.Equal(RefusalCode.OperationNotSupported, CodeOf(Entity.Of(open), new CreateDirectory(frankfurt, Profile with { Type = type })));
        foreach (var directory in new[] { own, open })
        {
            Assert.Null(CodeOf(Entity.Of(directory), new CreateDirectory(frankfurt, Profile)));
            Assert.Null(CodeOf(Entity.Of(directory), new RegisterDirectory(frankfurt, zones[0], zones[1], IsDedicated: directory == own)));
        }

        foreach (var zone in zones)
            _fleet.Do(Entity.Of(new HostPoolId(Names.Provider with { Region = frankfurt.Region }, zone)), new AllocateHosts("first", HostType.General, 1));
        Assert.Equal(RefusalCode.BundleNotAllowed, LaunchFault(own, "ann"));
        var desk = Launched("Standard", "ann", open);

        Assert.Equal(RefusalCode.ClientNotSupported, Connect(desk, "ann", new(ClientKind.ZeroClient)));
        var assign = new AssignApplication(NewId(), new("crm"), ApplicationSource.Package);
        Assert.Contains("eu-central-1", Assert.IsType<Refused>(_fleet.Do(desk, assign)).Message, StringComparison.Ordinal);

        Assert.Null(CodeOf(Entity.Of(open), new ConfigureSecondFactor(frankfurt, new(["10.0.0.5"]))));
        _fleet.Do(Entity.Of(open), new SetCode(Code));
        Assert.Equal(RefusalCode.SecondFactorFailed, Connect(desk, "ann", Native));
        Assert.Null(Connect(desk, "ann", Native, Code));
    }

    /// <summary>Elsewhere the same directory type is what stands in the way, and another directory would do.</summary>
    [Theory]
    [InlineData(DirectoryType.MicrosoftAd, RefusalCode.OperationNotSupported, RefusalCode.ClientNotSupported, RefusalCode.OperationNotSupported)]
    [InlineData(DirectoryType.SimpleAd, null, null, RefusalCode.OperationNotSupported)]
    [InlineData(DirectoryType.AdConnector, null, null, null)]
    [Trait("Rule", "WAM-10")]
    [Trait("Rule", "CLI-08")]
    [Trait("Rule", "MFA-02")]
    public void Directory_OfEachType_AdmitsItsApplicationsZeroClientsAndSecondFactor(
        DirectoryType type, RefusalCode? application, RefusalCode? zeroClient, RefusalCode? secondFactor)
    {
        var directory = new DirectoryId("d-typed");
        Assert.Null(CodeOf(Entity.Of(directory), new CreateDirectory(Names.Account, Profile with { Type = type })));
        _fleet.Do(Entity.Of(directory), new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        var desk = Launched("Standard", "ann", directory);

        Assert.Equal(application, CodeOf(Entity.Of(desk), new AssignApplication(NewId(), new("crm"), ApplicationSource.Package)));
        Assert.Equal(zeroClient, Connect(desk, "ann", new(ClientKind.ZeroClient)));
        var before = _fleet.Stored();
        Assert.Equal(RefusalCode.InvalidParameter, CodeOf(Entity.Of(directory), new ConfigureSecondFactor(Names.Account, new([]))));
        Assert.Empty(_fleet.ChangedSince(before));
        Assert.Equal(secondFactor, CodeOf(Entity.Of(directory), new ConfigureSecondFactor(Names.Account, new(["10.0.0.5"]))));
        if (secondFactor is null)
            Assert.Equal(RefusalCode.ClientNotSupported, Connect(desk, "ann", new(ClientKind.ZeroClient), Code));
    }

    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("us-west-2", true)]
    [InlineData("eu-west-1", true)]
    [InlineData("ap-southeast-1", true)]
    [InlineData("ap-southeast-2", true)]
    [InlineData("eu-central-1", false)]
    [InlineData("ap-northeast-1", false)]
    [Trait("Rule", "WAM-08")]
    public void ApplicationManager_InEachRegion_IsThereOrNot(string region, bool isThere)
    {
        var desktop = new WorkSpaceIdentity(
            Names.Operation(1), Names.Directory, Names.Ann, Names.Account with { Region = region }, Names.Provider, Names.ZoneA, Names.Standard);

        Assert.Equal(isThere, ApplicationRules.Fault(desktop) is null);
    }

    private WorkSpaceId Launched(string bundle, string user, DirectoryId? directory = null)
    {
        var launch = new LaunchWorkSpace(NewId(), directory ?? Names.Directory, UserName.Of(user), BundleId.Named(bundle), RunningMode.AutoStop);
        Assert.IsType<Launched>(_fleet.Do(launch.OperationId.ToWorkSpaceId(), launch));
        _fleet.Run(20 * Minute);
        return launch.OperationId.ToWorkSpaceId();
    }

    private RefusalCode? LaunchFault(DirectoryId directory, string user)
    {
        var launch = new LaunchWorkSpace(NewId(), directory, UserName.Of(user), Names.Standard.Id);
        return CodeOf(Entity.Of(launch.OperationId.ToWorkSpaceId()), launch);
    }

    private void AllowWeb(bool isAllowed)
    {
        var values = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(AccessSettings.NameOf(ClientKind.Chrome), isAllowed ? AccessSettings.Allow : AccessSettings.Deny);
        Assert.Null(CodeOf(Entity.Of(Names.Directory), new ConfigureDirectory(Names.Account, new(values))));
    }

    private void UseSecondFactor()
    {
        Assert.Null(CodeOf(Entity.Of(Names.Directory), new ConfigureSecondFactor(Names.Account, new(["10.0.0.5"]))));
        _fleet.Do(Entity.Of(Names.Directory), new SetCode(Code));
    }

    private void Disconnect(WorkSpaceId desk) => _fleet.Do(desk, new Disconnect(NewId(), _fleet.WorkSpace(desk).Session!.Id));

    private RefusalCode? Connect(WorkSpaceId desk, string user, SignInClient client, string? code = null) => (Send(desk, user, client, code) as Refused)?.Code;

    private Reply Send(WorkSpaceId desk, string user, SignInClient client, string? code = null) =>
        _fleet.Do(desk, new Connect(NewId(), UserName.Of(user), Names.Session(_operations)) { Client = client, Code = code });

    private RefusalCode? CodeOf(Entity entity, Command command) => (_fleet.Do(entity, command) as Refused)?.Code;

    private OperationId NewId() => Names.Operation(_operations++);
}
