using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Displays;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Launches a WorkSpace for a user (WKS-02). The answer comes when everything is leased; provisioning goes on after it.</summary>
/// <param name="Bundle">One of the provider's or of the account's own; image and hardware come with it (BUN-01).</param>
/// <param name="Mode">AlwaysOn unless said otherwise.</param>
/// <param name="AutoStopPeriod">For AutoStop only; 60 minutes unless said otherwise (RUN-03).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.launch")]
public sealed record LaunchWorkSpace(
    OperationId OperationId, DirectoryId Directory, UserName User, BundleId Bundle, RunningMode Mode = RunningMode.AlwaysOn, Duration? AutoStopPeriod = null)
    : Operation(OperationId)
{
    /// <summary>Tags that it has from the start (TAG-02): all, or the launch is refused.</summary>
    [Id(0)]
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>What is to be encrypted (ENC-01); null: nothing. It can never be changed later.</summary>
    [Id(1)]
    public EncryptionRequest? Encryption { get; init; }
}

/// <summary>The WorkSpace is PENDING.</summary>
/// <param name="Waits">There was no room yet; it stands in its zone's queue.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.launched")]
public sealed record Launched(WorkSpaceId WorkSpace, ZoneId Zone, bool Waits) : Reply;

/// <summary>Signs in. A stopped desktop is resumed (RUN-07).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.connect")]
public sealed record Connect(OperationId OperationId, UserName User, SessionId Session) : Operation(OperationId)
{
    /// <summary>What the client would like to show it on; null: not said.</summary>
    [Id(0)]
    public Display? Display { get; init; }

    /// <summary>What is signed in with; null: whoever passes the sign-in on has seen to that, and to the second factor.</summary>
    [Id(1)]
    public SignInClient? Client { get; init; }

    /// <summary>The code of the moment, where the directory has a second factor (MFA-04); null: none was given.</summary>
    [Id(2)]
    public string? Code { get; init; }

    /// <summary>Codes are secret: they are in no log and no trace.</summary>
    public override string ToString() => $"{nameof(Connect)} {{ {OperationId}, {User}, {Session} }}";
}

/// <summary>The session is open.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.connected")]
public sealed record Connected(SessionId Session) : Reply
{
    /// <summary>What it is shown on, where the client has said what it would like (GPU-04, GPU-05).</summary>
    [Id(0)]
    public DisplayGrant? Display { get; init; }
}

/// <summary>
/// From the client of an open session: what it has measured. It changes nothing, is stored nowhere and is no line of the log; the instruments tell of it (MON-01).
/// Told twice it counts twice.
/// </summary>
/// <param name="Launch">From the sign-in to the first picture, 0 to an hour; null: told before, or the desktop had to start first.</param>
/// <param name="RoundTrip">From a key to its picture, 0 to an hour.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.report-measured")]
public sealed record ReportMeasured(SessionId Session, Duration? Launch, Duration RoundTrip) : Command;

/// <summary>The desktop was stopped; the session opens when it has resumed (RUN-08).</summary>
/// <param name="ExpectedWait">An estimate for the user; where there is an <see cref="Obstacle"/>, when the sign-in is refused if nothing changes.</param>
/// <param name="PlaceInQueue">0: starting; otherwise the place in the queue it waits in.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.resuming")]
public sealed record Resuming(SessionId Session, Duration ExpectedWait, int PlaceInQueue) : Reply
{
    /// <summary>Why nobody can say when it resumes, for people: there is no room; null: nothing stands in the way.</summary>
    [Id(1)]
    public string? Obstacle { get; init; }

    /// <summary>As for <see cref="Connected"/>.</summary>
    [Id(0)]
    public DisplayGrant? Display { get; init; }
}

/// <summary>Ends a session, or withdraws a sign-in that still waits. Unknown sessions are ended already.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.disconnect")]
public sealed record Disconnect(OperationId OperationId, SessionId Session) : Operation(OperationId);

[GenerateSerializer, Immutable, Alias("deskfleet.start")]
public sealed record StartWorkSpace(OperationId OperationId) : Operation(OperationId);

/// <summary>Stops an AutoStop desktop now (RUN-11). A connected user is disconnected.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.stop")]
public sealed record StopWorkSpace(OperationId OperationId) : Operation(OperationId);

[GenerateSerializer, Immutable, Alias("deskfleet.reboot")]
public sealed record RebootWorkSpace(OperationId OperationId) : Operation(OperationId);

/// <summary>Puts C: back and keeps D: (WKS-08).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.rebuild")]
public sealed record RebuildWorkSpace(OperationId OperationId) : Operation(OperationId)
{
    /// <summary>Which image C: is made from.</summary>
    [Id(0)]
    public RebuildFrom From { get; init; }
}

/// <summary>Which image a rebuild puts on C: (WKS-08, BUN-11).</summary>
public enum RebuildFrom
{
    /// <summary>The one that the desktop was launched from.</summary>
    AsLaunched,

    /// <summary>The one that its bundle has now.</summary>
    CurrentBundleImage,
}

/// <summary>Changes the running mode, the AutoStop period, or both (RUN-03, RUN-12..14). Null leaves a value as it is.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.modify")]
public sealed record ModifyWorkSpace(OperationId OperationId, RunningMode? Mode, Duration? AutoStopPeriod) : Operation(OperationId)
{
    /// <summary>Refused unless it is as it is: encryption is chosen at launch (ENC-10, ENC-11).</summary>
    [Id(0)]
    public EncryptionRequest? Encryption { get; init; }

    /// <summary>Another bundle, which is refused whatever it is: a desktop keeps the one that it was launched from (WKS-11).</summary>
    [Id(1)]
    public BundleId? Bundle { get; init; }
}

/// <summary>Takes a desktop out of use for an administrator, or gives it back.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.set-admin-maintenance")]
public sealed record SetAdminMaintenance(OperationId OperationId, bool On) : Operation(OperationId);

/// <summary>Destroys the desktop and its data for good (WKS-09). Repeating it succeeds.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.terminate")]
public sealed record TerminateWorkSpace(OperationId OperationId) : Operation(OperationId);

/// <summary>What do bills need to know of this desktop? It knows this month and the one before.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.read-usage")]
public sealed record ReadUsage : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.usage-read")]
public sealed record UsageRead(DesktopUsage Desktop) : Reply;

/// <summary>What a desktop has sent since the last time that somebody said so, in bytes, 0 or more (BIL-17).</summary>
/// <param name="EgressBytes">To the Internet: charged.</param>
/// <param name="StreamedBytes">To its user's client: included in the fee (BIL-02).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.meter-traffic")]
public sealed record MeterTraffic(OperationId OperationId, long EgressBytes, long StreamedBytes) : Operation(OperationId);

/// <summary>To itself: it runs nowhere and should, so find room in the zone: its host is lost, or somebody signed in while it was stopping.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.recover")]
public sealed record Recover : Command;

/// <summary>From the auditor: a machine runs there, under an epoch that the record may never have minted.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.adopt-machine")]
public sealed record AdoptMachine(HostId Host, long Epoch) : Command;

/// <summary>From the auditor: the machine of the slot does not run, as its host says.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.machine-off")]
public sealed record MachineOff(HostId Host, long Epoch) : Command;
