using DeskFleet.Core.Kernel;
using Orleans;

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

/// <summary>A Windows and the licence that it comes with.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.licensed-windows")]
public sealed record LicensedWindows(WindowsVersion Version, WindowsEdition Edition, LicenceChannel Channel);

/// <summary>Which Windows may be brought (BYO-01).</summary>
public static class OwnLicence
{
    /// <summary>Null: it may. Windows 7 or 10, Professional or Enterprise, under a volume licence.</summary>
    public static Refused? Fault(LicensedWindows windows) =>
        windows.Version is not (WindowsVersion.Windows7 or WindowsVersion.Windows10)
            ? new(RefusalCode.LicenceNotEligible, $"{windows.Version} can not be brought; Windows 7 and Windows 10 can.")
        : windows.Edition is not (WindowsEdition.Professional or WindowsEdition.Enterprise)
            ? new(RefusalCode.LicenceNotEligible, $"The {windows.Edition} edition can not be brought; Professional and Enterprise can.")
        : windows.Channel != LicenceChannel.Volume
            ? new(RefusalCode.LicenceNotEligible, $"{windows.Channel} licences can not be brought; a volume licence can.")
        : null;
}
