using Orleans;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>Who updates the guests' operating systems (MNT-06).</summary>
public enum WindowsUpdate
{
    /// <summary>Windows itself, on Sundays at 02:00 (MNT-07).</summary>
    Default,

    /// <summary>The customer, by other means.</summary>
    Custom,
}

/// <summary>Who updates the applications in the guest (MNT-08).</summary>
public enum ApplicationUpdates
{
    /// <summary>Each its own updater, or as its vendor recommends.</summary>
    Own,

    /// <summary>The customer, by other means.</summary>
    Managed,
}

/// <summary>The customer's Group Policy, as far as the service's answers speak of it. The guest enforces it; the fleet keeps it on record.</summary>
/// <param name="UsersMayPersonalise">Wallpaper, icons and shortcuts are the user's own (WKS-12); false: locked.</param>
/// <param name="UsersMayInstall">Users may install what the desktop's operating system runs; to license it is the customer's duty (BUN-12, WKS-13).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.guest-policy")]
public sealed record GuestPolicy(
    bool UsersMayPersonalise = true, bool UsersMayInstall = true, ApplicationUpdates ApplicationUpdates = ApplicationUpdates.Own);

/// <summary>What a directory stamps on each desktop that is launched in it; a desktop keeps what it was launched with.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.desktop-settings")]
public sealed record DesktopSettings
{
    public static DesktopSettings Default { get; } = new();

    [Id(0)]
    public WindowsUpdate WindowsUpdate { get; init; }

    /// <summary>When an AutoStop desktop stops after its maintenance (RUN-06).</summary>
    [Id(1)]
    public PostMaintenanceStop PostMaintenanceStop { get; init; }

    /// <summary>How often stopped desktops are woken for a pending update (MNT-05).</summary>
    [Id(2)]
    public WakeRhythm WakeRhythm { get; init; }

    /// <summary>Users administer their own desktops (WKS-13).</summary>
    [Id(3)]
    public bool UsersAreLocalAdministrators { get; init; } = true;

    /// <summary>What the account's Group Policy does in the guest; null: nothing.</summary>
    [Id(4)]
    public GuestPolicy? Guest { get; init; }

    /// <summary>Changed documents are saved outside the desktop at once (BAK-04); null: no.</summary>
    [Id(5)]
    public bool? SavesDocuments { get; init; }
}
