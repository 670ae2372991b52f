using DeskFleet.Core.Catalog;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>The provider's bundles, launched by their ids alone.</summary>
public sealed class PublicBundleLaunchTests
{
    private readonly TinyFleet _fleet = TinyFleet.With(HostType.General, 1, 1);

    [Theory]
    [InlineData("Standard", Experience.Windows7, "Windows Server 2008 R2", false)]
    [InlineData("Standard with Windows 10", Experience.Windows10, "Windows Server 2016", false)]
    [InlineData("Standard with Windows 7 and Office 2013", Experience.Windows7, "Windows Server 2008 R2", true)]
    [InlineData("Standard with Windows 10 and Office 2016", Experience.Windows10, "Windows Server 2016", true)]
    [Trait("RulePart", "BUN-03")]
    [Trait("RulePart", "BUN-05")]
    public void Launch_BundleByName_DesktopHasItsExperienceAndPlus(string name, Experience experience, string system, bool hasPlus)
    {
        Assert.IsType<Launched>(Launch(name));

        var bundle = _fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Bundle;
        Assert.Equal((experience, hasPlus), (bundle.Experience, bundle.HasPlus));
        Assert.Equal(system, PublicCatalog.OperatingSystem(bundle.Experience));
    }

    [Theory]
    [InlineData("Standard with Windows 10 and Office 2013")]
    [InlineData("Standard with Windows 7 and Office 2016")]
    [Trait("RulePart", "BUN-05")]
    public void Launch_OfficeOfTheOtherExperience_NoSuchBundle(string name)
    {
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(Launch(name)).Code);
        Assert.Equal(0, _fleet.Account.WorkSpaces);
    }

    private Reply Launch(string bundle) =>
        _fleet.Do(Names.WorkSpace(1), new LaunchWorkSpace(Names.Operation(1), Names.Directory, UserName.Of("user1"), BundleId.Named(bundle)));
}
