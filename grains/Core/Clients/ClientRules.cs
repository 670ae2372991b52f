using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Clients;

/// <summary>Which clients may show which desktops. Each fault says its own reason; another client may still do.</summary>
public static class ClientRules
{
    /// <summary>The oldest Chrome that Web Access supports (WEB-02).</summary>
    public const int OldestChrome = 53;

    /// <summary>The oldest Firefox that Web Access supports (WEB-02).</summary>
    public const int OldestFirefox = 49;

    /// <summary>What the client and the desktop say by themselves (WEB-02, WEB-03, WEB-07); null: nothing against it.</summary>
    public static Refused? Fault(SignInClient client, Bundle bundle) =>
        !client.IsWeb ? null
        : !IsSupported(client)
            ? NotSupported($"{client.Kind} {client.MajorVersion}{(client.IsMobile ? " on a mobile device" : "")} does not support Web Access; use Chrome {OldestChrome} or Firefox {OldestFirefox} on a computer, or newer ones.")
        : bundle.IsGraphics ? NotSupported("Graphics desktops have no Web Access; use a native client.")
        : bundle.Experience != Experience.Windows7 ? NotSupported("Desktops with Windows 10 have no Web Access; use a native client.")
        : bundle.Language != Language.EnglishUS ? NotSupported($"Desktops with a {bundle.Language} Windows have no Web Access; use a native client.")
        : null;

    /// <summary>What the directory says (WEB-05, WEB-06, CLI-08, MFA-07); null: nothing against it.</summary>
    public static Refused? Fault(SignInClient client, DirectoryState directory) =>
        client.IsWeb && !AccessSettings.IsWebAllowed(directory.Settings)
            ? new(RefusalCode.WebAccessDisabled, "Web Access is off in this directory; ask your administrator to enable it, or use a native client.")
        : AccessSettings.IsDenied(directory.Settings, client.Kind)
            ? NotSupported($"{client.Kind} clients are not allowed in this directory; use another client, or ask your administrator.")
        : client.Kind != ClientKind.ZeroClient ? null
        : directory.Profile?.Type == DirectoryType.MicrosoftAd ? NotSupported("Zero clients do not work with a Microsoft AD directory; use another client.")
        : directory.SecondFactor is not null ? NotSupported("Zero clients have no second factor, which this directory asks for; use another client.")
        : null;

    private static bool IsSupported(SignInClient client) => !client.IsMobile && client.Kind switch
    {
        ClientKind.Chrome => client.MajorVersion >= OldestChrome,
        ClientKind.Firefox => client.MajorVersion >= OldestFirefox,
        _ => false,
    };

    private static Refused NotSupported(string message) => new(RefusalCode.ClientNotSupported, message);
}
