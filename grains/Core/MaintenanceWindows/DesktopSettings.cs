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
}
