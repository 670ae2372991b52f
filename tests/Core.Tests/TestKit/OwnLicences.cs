using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>A small fleet whose account brings its own Windows: a dedicated directory beside the shared one, and hosts of its own in both zones.</summary>
internal sealed class OwnLicences
{
    public static readonly DirectoryId Directory = new("d-own");
    public static readonly LicenceAgreement Agreement = new("EA-1", HasSoftwareAssurance: true, Names.Morning + Duration.FromDays(90));

    private static readonly ZoneId[] Zones = [Names.ZoneA, Names.ZoneB];
    private int _operations = 5_000;

    public TinyFleet Fleet { get; } = TinyFleet.With(HostType.General, 1, 1);

    public static OwnLicences Active()
    {
        var own = new OwnLicences();
        own.SetUp(Names.Account);
        Assert.IsType<Accepted>(own.Enrol());
        Assert.IsType<Accepted>(own.Activate());
        return own;
    }

    /// <summary>Everything but the enrolment: quota, directory, hosts.</summary>
    public void SetUp(AccountId account, DirectoryId? directory = null)
    {
        Fleet.Do(Entity.Of(account), new SetLimits(300, GraphicsMonthlyEnabled: false));
        Fleet.Do(Entity.Of(directory ?? Directory), new RegisterDirectory(account, Zones[0], Zones[1], IsDedicated: true));
        foreach (var zone in Zones)
            Fleet.Do(Entity.Of(new HostPoolId(account, zone)), new AllocateHosts($"own {account.Region}", HostType.General, 1));
    }

    public Reply Enrol(LicenceAgreement? agreement = null) => Fleet.Do(Entity.Of(Names.Account), new EnrolLicences(agreement ?? Agreement, CommitmentTerms.Usual));

    public Reply Activate() => Fleet.Do(Entity.Of(Names.Account), new ActivateEnrolment([.. Zones]));

    public Reply Import(
        AccountId? account = null,
        WindowsVersion version = WindowsVersion.Windows10,
        WindowsEdition edition = WindowsEdition.Enterprise,
        LicenceChannel channel = LicenceChannel.Volume)
    {
        var owner = account ?? Names.Account;
        var import = new ImportImage(NewId(), owner, "own", HardwareFamily.General, Language.EnglishUS, new(version, edition, channel), new("ami-own"));
        var reply = Fleet.Do(Entity.Of(owner, import.OperationId.ToImageId()), import);
        Fleet.Run(Duration.Zero);
        return reply;
    }

    /// <summary>A bundle of an image of the account's own Windows.</summary>
    public BundleId Bundle(AccountId? account = null) => BundleOf(Assert.IsType<ImageBegun>(Import(account)).Image, account);

    public BundleId BundleOf(ImageId image, AccountId? account = null)
    {
        var create = new CreateBundle(NewId(), account ?? Names.Account, "ours", Hardware.Standard, image);
        return Assert.IsType<BundleCreated>(Fleet.Do(Entity.Of(account ?? Names.Account, create.OperationId.ToBundleId()), create)).Bundle;
    }

    public (WorkSpaceId Id, Reply Reply) Launch(BundleId bundle, string user = "ann", DirectoryId? directory = null, RunningMode mode = RunningMode.AlwaysOn)
    {
        var launch = new LaunchWorkSpace(NewId(), directory ?? Directory, UserName.Of(user), bundle, mode);
        var id = launch.OperationId.ToWorkSpaceId();
        return (id, Fleet.Do(id, launch));
    }

    /// <summary>Launched, and running.</summary>
    public WorkSpaceId Available(BundleId bundle, string user = "ann", RunningMode mode = RunningMode.AlwaysOn)
    {
        var (id, reply) = Launch(bundle, user, mode: mode);
        Assert.IsType<Launched>(reply);
        Fleet.Run(Duration.FromMinutes(20));
        Assert.Equal(Lifecycle.Available, Fleet.WorkSpace(id).Lifecycle);
        return id;
    }

    public CommitmentRead Commitment(AccountId? account = null) =>
        Assert.IsType<CommitmentRead>(Fleet.Send(Entity.Of(account ?? Names.Account), new ReadCommitment()));

    public OperationId NewId() => Names.Operation(_operations++);
}
