using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Drivers;

/// <summary>What can be asked of the machines.</summary>
public enum DriverVerb
{
    /// <summary>First provisioning, or a cold start from the volumes.</summary>
    Boot,
    Hibernate,
    Resume,
    Reboot,
    Rebuild,
    Terminate,

    /// <summary>Installs what is due of service updates (MNT-04).</summary>
    Maintain,

    /// <summary>Copies D: (BAK-01). Only its failure is reported.</summary>
    Backup,

    /// <summary>Puts the content of a backup on D: (BAK-03).</summary>
    Restore,

    /// <summary>And the image's on C:.</summary>
    RestoreWithRoot,

    /// <summary>Copies C: into an image; the desktop does not run meanwhile (BUN-06).</summary>
    Capture,
}

/// <summary>How a driver operation ended.</summary>
public enum DriverOutcome
{
    Done,

    /// <summary>Running, but the guest does not answer as it should.</summary>
    DoneUnhealthy,

    /// <summary>Did not happen; the desktop is as it was before the command.</summary>
    Failed,

    /// <summary>Refused: the machine has seen a newer epoch, so whoever ordered it knows less than the machine does.</summary>
    Stale,
}

/// <summary>
/// Orders one operation on one desktop. The driver answers <see cref="Accepted"/> or refuses a stale epoch at once, and reports
/// the end later with <see cref="DriverReported"/>.
/// </summary>
/// <param name="Host">Where; null where the desktop has no slot, such as a stopped one that is terminated.</param>
/// <param name="Epoch">Minted by the WorkSpace; older ones than the newest seen are refused.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.driver-command")]
public sealed record DriverCommand(DriverVerb Verb, WorkSpaceId WorkSpace, HostId? Host, long Epoch) : Command
{
    /// <summary>C: is to be encrypted, which takes longer (ENC-18).</summary>
    [Id(0)]
    public bool EncryptsRoot { get; init; }

    /// <summary>The image has not been refreshed for long: updates must be installed first (BUN-13).</summary>
    [Id(1)]
    public bool FromStaleImage { get; init; }

    /// <summary>The backup to take, or to restore from, by its time; null for verbs that have to do with none.</summary>
    [Id(2)]
    public Instant? Backup { get; init; }

    /// <summary>
    /// What the machine is for life: whose it is, its bundle with size, volumes and image, its encryption, its domain. In every order, so that a
    /// driver can make the machine anew that it has lost; null only in orders of an earlier version.
    /// </summary>
    [Id(3)]
    public WorkSpaceIdentity? Desktop { get; init; }

    /// <summary>
    /// What C: is made from, for verbs that make it: the first boot, a rebuild, a restore with the root volume (WKS-08, BUN-11); null for all others.
    /// </summary>
    [Id(4)]
    public VolumeFingerprint? Root { get; init; }
}

/// <summary>The driver's report to the WorkSpace. Reports of another epoch than the current job's are ignored.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.driver-reported")]
public sealed record DriverReported(DriverVerb Verb, long Epoch, DriverOutcome Outcome, string? Detail = null) : Command
{
    /// <summary>The order was not accepted, so nothing has begun.</summary>
    [Id(1)]
    public bool IsRefusal { get; init; }

    /// <summary>
    /// What the WorkSpace is told of an order that the driver did not accept: the answer comes at once, and not with the order's time. Who is refused as
    /// outdated is told by the driver itself, which alone knows the newest epoch.
    /// </summary>
    /// <returns>Null: it is accepted, or it was no order.</returns>
    public static DriverReported? OfRefusal(Command order, Reply reply) => (order, reply) is (DriverCommand command, Refused { Code: not RefusalCode.StaleEpoch } refused)
        ? new(command.Verb, command.Epoch, DriverOutcome.Failed, refused.Message) { IsRefusal = true }
        : null;

    /// <summary>With <see cref="DriverOutcome.Stale"/>: the newest epoch that the machine has seen.</summary>
    [Id(0)]
    public long Newest { get; init; }
}

/// <summary>A machine that runs.</summary>
/// <param name="Epoch">The newest it has seen.</param>
public sealed record Machine(WorkSpaceId WorkSpace, HostId Host, long Epoch);

/// <summary>The driver found a running desktop unhealthy, or well again (WKS-15). Pushed as an exception, never polled.</summary>
/// <param name="Epoch">The newest that the machine has seen.</param>
/// <param name="Detail">A few words that become the WorkSpace's reason.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.health-reported")]
public sealed record HealthReported(long Epoch, bool IsHealthy, string Detail) : Command;
