using Orleans;

namespace DeskFleet.Core.Clients;

/// <summary>What somebody signs in with.</summary>
public enum ClientKind
{
    Windows,
    Mac,
    Chromebook,
    Ios,
    Android,
    Fire,

    /// <summary>A PCoIP zero client.</summary>
    ZeroClient,
    Chrome,
    Firefox,
    Safari,
}

/// <summary>The program or device of a sign-in.</summary>
/// <param name="MajorVersion">Of a browser; it says nothing of the others.</param>
/// <param name="IsMobile">A browser on a telephone or tablet.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.sign-in-client")]
public sealed record SignInClient(ClientKind Kind, int MajorVersion = 0, bool IsMobile = false)
{
    /// <summary>The desktop is shown in a browser: Web Access.</summary>
    public bool IsWeb => Kind is ClientKind.Chrome or ClientKind.Firefox or ClientKind.Safari;
}
