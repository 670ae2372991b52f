using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Regions;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Applications;

/// <summary>Where the application manager works (WAM-08..10).</summary>
public static class ApplicationRules
{
    /// <summary>Why the user of a desktop can be given no application; null: he can.</summary>
    public static Refused? Fault(WorkSpaceIdentity desktop) =>
        !Region.HasApplicationManager(desktop.Account.Region)
            ? NotSupported($"The application manager is not available in {desktop.Account.Region}; install the application in an image instead.")
        : desktop.DirectoryType == DirectoryType.MicrosoftAd
            ? NotSupported("The application manager does not work with a Microsoft AD directory; use one with an AD Connector or Simple AD directory.")
        : desktop.Bundle.Experience != Experience.Windows7
            ? NotSupported("The application manager works with Windows 7 only; install the application in an image instead.")
        : null;

    private static Refused NotSupported(string message) => new(RefusalCode.OperationNotSupported, message);
}
