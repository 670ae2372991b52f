using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Catalog;

public enum WindowsVersion
{
    Windows7,
    Windows8,
    Windows10,
}

public enum WindowsEdition
{
    Home,
    Professional,
    Enterprise,
}

public enum LicenceChannel
{
    Volume,
    Oem,
    Retail,
}

/// <summary>Which Windows may be brought (BYO-01).</summary>
public static class OwnLicence
{
    /// <summary>Null: it may. Windows 7 or 10, Professional or Enterprise, under a volume licence.</summary>
    public static Refused? Fault(WindowsVersion version, WindowsEdition edition, LicenceChannel channel) =>
        version is not (WindowsVersion.Windows7 or WindowsVersion.Windows10)
            ? new(RefusalCode.LicenceNotEligible, $"{version} can not be brought; Windows 7 and Windows 10 can.")
        : edition is not (WindowsEdition.Professional or WindowsEdition.Enterprise)
            ? new(RefusalCode.LicenceNotEligible, $"The {edition} edition can not be brought; Professional and Enterprise can.")
        : channel != LicenceChannel.Volume
            ? new(RefusalCode.LicenceNotEligible, $"{channel} licences can not be brought; a volume licence can.")
        : null;
}
