using DeskFleet.Core.Directories;

namespace DeskFleet.Core.Clients;

/// <summary>
/// What a directory's settings say about kinds of client: for the whole directory, never for a single desktop (WEB-05). Web Access is off until it is
/// allowed; native clients are allowed until they are denied.
/// </summary>
public static class AccessSettings
{
    /// <summary>The value that allows a kind, as the API keeps it: JSON.</summary>
    public const string Allow = "\"ALLOW\"";

    /// <summary>The value that denies a kind.</summary>
    public const string Deny = "\"DENY\"";

    /// <summary>The setting of a kind of client.</summary>
    public static string NameOf(ClientKind kind) => "access.DeviceType" + kind switch
    {
        ClientKind.Windows => "Windows",
        ClientKind.Mac => "Osx",
        ClientKind.Chromebook => "ChromeOs",
        ClientKind.Ios => "Ios",
        ClientKind.Android or ClientKind.Fire => "Android",
        ClientKind.ZeroClient => "ZeroClient",
        _ => "Web",
    };

    public static bool IsWebAllowed(DirectorySettings settings) => settings[NameOf(ClientKind.Chrome)] == Allow;

    public static bool IsDenied(DirectorySettings settings, ClientKind kind) => settings[NameOf(kind)] == Deny;
}
