using DeskFleet.Core.Catalog;

namespace DeskFleet.Rules.Tests.Catalog;

public sealed class PublicCatalogTests
{
    /// <summary>Which experience exists on which hardware in which language.</summary>
    [Theory]
    [InlineData(Hardware.Value, "7en 7ja 10en")]
    [InlineData(Hardware.Standard, "7en 7ja 10en")]
    [InlineData(Hardware.Performance, "7en 7ja 10en")]
    [InlineData(Hardware.Graphics, "7en 7ja")]
    [Trait("RulePart", "REG-04")]
    [Trait("RulePart", "GPU-02")]
    [Trait("RulePart", "GPU-03")]
    public void All_ExperienceAndLanguage_AsTabulated(Hardware hardware, string expected)
    {
        var offered = PublicCatalog.All.Where(bundle => bundle.Hardware == hardware).Select(bundle =>
            $"{(bundle.Experience == Experience.Windows7 ? 7 : 10)}{(bundle.Language == Language.Japanese ? "ja" : "en")}");

        Assert.Equal(expected, string.Join(' ', offered.Distinct()));
    }

    [Theory]
    [InlineData(Experience.Windows7, "2010 2013")]
    [InlineData(Experience.Windows10, "2016")]
    [Trait("RulePart", "BUN-05")]
    public void All_Plus_HasTheOfficeOfItsExperience(Experience experience, string years)
    {
        var plus = PublicCatalog.All.Where(bundle => bundle.Tier == SoftwareTier.Plus && bundle.Experience == experience).ToList();

        Assert.Equal(years, string.Join(' ', plus.Select(bundle => bundle.OfficeYear).Distinct()));
        Assert.All(plus, bundle => Assert.Equal(6, PublicCatalog.Software(bundle).Length));
    }

    [Fact]
    [Trait("RulePart", "BUN-04")]
    public void Software_Basic_IsExactlyTheseThree() => Assert.All(
        PublicCatalog.All.Where(bundle => bundle.Tier == SoftwareTier.Basic),
        bundle => Assert.Equal(["Internet Explorer 11", "Firefox", "7-Zip"], PublicCatalog.Software(bundle)));

    [Theory]
    [InlineData(Experience.Windows7, "Windows Server 2008 R2")]
    [InlineData(Experience.Windows10, "Windows Server 2016")]
    [Trait("RulePart", "BUN-03")]
    public void OperatingSystem_Experience_IsAServer(Experience experience, string system) => Assert.Equal(system, PublicCatalog.OperatingSystem(experience));
}
