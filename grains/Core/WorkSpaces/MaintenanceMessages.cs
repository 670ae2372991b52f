using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>To a WorkSpace: there is an update for it, which it gets in a maintenance window (MNT-04). Repeating it changes nothing.</summary>
/// <param name="Update">Names the update.</param>
/// <param name="ReleasedAt">Its age counts from here.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.announce-update")]
public sealed record AnnounceUpdate(string Update, Instant ReleasedAt) : Command;

/// <summary>To itself: its turn has come, or it asks for one.</summary>
/// <param name="At">What the pending update was put off to meanwhile: a second delivery finds another time there, and is not heard.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.begin-maintenance")]
public sealed record BeginMaintenance(Instant At) : Command;

/// <summary>An update is pending.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.update-announced")]
public sealed record UpdateAnnounced(PendingUpdate Update) : FleetEvent;

/// <summary>When the desktop looks after its pending update again.</summary>
/// <param name="Turn">When the turn begins that it has been given.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.maintenance-scheduled")]
public sealed record MaintenanceScheduled(Instant At, Instant? Turn = null) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The connected user is told that he will be disconnected (MNT-03).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.user-warned")]
public sealed record UserWarned(SessionId Session, Instant DisconnectAt) : FleetEvent;

/// <summary>The update could not be installed now: no room to wake it, or what else was in the way.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.maintenance-skipped")]
public sealed record MaintenanceSkipped(string Update, RefusalCode Code, string Reason) : FleetEvent;

/// <summary>This window has not brought the update; it goes first in the next (MNT-04 as settled).</summary>
/// <param name="Missed">In how many windows by now.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.update-carried-over")]
public sealed record UpdateCarriedOver(string Update, int Missed, Duration Age, Instant NextAt, string Reason) : FleetEvent;

/// <summary>The update is installed.</summary>
/// <param name="WithOperatingSystem">What was due of the operating system's own updates, too (MNT-07 as settled).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.update-installed")]
public sealed record UpdateInstalled(string Update, Duration Age, bool WithOperatingSystem) : FleetEvent;

/// <summary>The operating system has updated itself (MNT-07).</summary>
/// <param name="RanAt">02:00 on the Sunday, which may be before it was noted.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.operating-system-updated")]
public sealed record OperatingSystemUpdated(Instant RanAt) : FleetEvent;
