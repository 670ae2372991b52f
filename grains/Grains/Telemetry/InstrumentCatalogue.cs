using System.Collections.Immutable;
using System.Reflection;
using static DeskFleet.Grains.Telemetry.InstrumentKind;
using static DeskFleet.Grains.Telemetry.InstrumentSource;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Keys of attributes.</summary>
public static class AttributeKeys
{
    public const string ErrorType = "error.type";
    public const string State = "deskfleet.state";
    public const string Directory = "deskfleet.directory";
    public const string Zone = "deskfleet.zone";
    public const string Operation = "deskfleet.operation";
    public const string Reason = "deskfleet.reason";
    public const string Deadline = "deskfleet.deadline";
    public const string Verb = "deskfleet.verb";
    public const string Entity = "deskfleet.entity";
    public const string Invariant = "deskfleet.invariant";
    public const string Loop = "deskfleet.loop";

    /// <summary>How many maintenance windows were missed.</summary>
    public const string Missed = "deskfleet.missed";

    /// <summary>Account and region; of hosts, whose they are.</summary>
    public const string Account = "deskfleet.account";
}

/// <summary>
/// Every instrument of the fleet (CARD-08, MON-01..05). They are on for every WorkSpace without any set-up (MON-05). What is not here is not
/// reported; tests hold this list against documents, dashboards and rules, both ways.
/// </summary>
public static class InstrumentCatalogue
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "DeskFleet";

    /// <summary>60 s and 90 s are bounds because the service promises between them (RUN-09), 10 s because of its objective.</summary>
    private static readonly ImmutableArray<double> Waits = [5, 10, 15, 30, 45, 60, 75, 90, 120, 180, 300, 600];

    private static readonly ImmutableArray<double> Works = [10, 30, 60, 90, 120, 300, 600, 1200, 1500, 1800, 3600];

    private static readonly ImmutableArray<double> Lateness = [1, 5, 15, 30, 60, 90, 300, 900, 3600];

    private static readonly ImmutableArray<double> Calls = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    public static readonly InstrumentSpec WorkSpaces = new("deskfleet.workspaces", UpDownCounter, "{workspace}", Fleet, "WorkSpaces by state.")
    {
        Attributes = [AttributeKeys.Directory, AttributeKeys.Zone, AttributeKeys.State],
        CloudWatch = "Available, Unhealthy, Stopped, Maintenance",
    };

    public static readonly InstrumentSpec Sessions = new("deskfleet.sessions", UpDownCounter, "{session}", Fleet, "Users connected now.")
    {
        Attributes = [AttributeKeys.Directory],
        CloudWatch = "UserConnected",
    };

    public static readonly InstrumentSpec WaitingUsers = new("deskfleet.login.queue", UpDownCounter, "{user}", Fleet,
        "Users who have signed in and wait: for room in the zone, for a start slot of the host, or for the machine.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Reason],
    };

    public static readonly InstrumentSpec OverdueDeadlines = new("deskfleet.deadlines.overdue", UpDownCounter, "{workspace}", Fleet,
        "WorkSpaces with a deadline that passed more than 60 s ago and has not been acted on, by kind.")
    {
        Attributes = [AttributeKeys.Deadline],
    };

    public static readonly InstrumentSpec OverlongStays = new("deskfleet.workspaces.overlong", UpDownCounter, "{workspace}", Fleet,
        "WorkSpaces that have been STOPPING or TERMINATING for 30 minutes, in ERROR for an hour or UPDATING for 4 hours, by state.")
    {
        Attributes = [AttributeKeys.State],
    };

    public static readonly InstrumentSpec Retrying = new("deskfleet.workspaces.retrying", UpDownCounter, "{workspace}", Fleet,
        "WorkSpaces whose machine did not do what was ordered and is tried again, by what (WKS-T2): Hibernate is a stop.")
    {
        Attributes = [AttributeKeys.Verb],
    };

    public static readonly InstrumentSpec DrainsForgotten = new("deskfleet.hosts.drains_forgotten", UpDownCounter, "{host}", Fleet,
        "Hosts that have drained for more than a day and of which nobody has said until when (PLC-07).")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account],
    };

    public static readonly InstrumentSpec PendingUpdates = new("deskfleet.maintenance.pending", UpDownCounter, "{workspace}", Fleet,
        "WorkSpaces with a service update that is still to be installed (MNT-04), by how many windows have not brought it: none, one, more.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Missed],
    };

    public static readonly InstrumentSpec Hosts = new("deskfleet.hosts", UpDownCounter, "{host}", Fleet, "Hosts by state and owner.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account, AttributeKeys.State],
    };

    public static readonly InstrumentSpec SeatsUsed = new("deskfleet.seats.used", UpDownCounter, "{workspace}", Fleet, "WorkSpaces that hold a slot on a host.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account],
    };

    public static readonly InstrumentSpec CapacityUsed = new("deskfleet.capacity.used", UpDownCounter, "{vcpu}", Fleet, "vCPU that WorkSpaces hold on open hosts.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account],
    };

    public static readonly InstrumentSpec CapacityLimit = new("deskfleet.capacity.limit", UpDownCounter, "{vcpu}", Fleet, "vCPU of the open hosts: neither lost nor draining.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account],
    };

    public static readonly InstrumentSpec LargestFree = new("deskfleet.capacity.largest_free", Gauge, "{vcpu}", Fleet,
        "The most free vCPU on any one open host without GPUs: what the largest further desktop may have.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account],
    };

    public static readonly InstrumentSpec ByolSeats = new("deskfleet.byol.seats", UpDownCounter, "{seat}", Fleet, "Existing WorkSpaces under the account's own licences (BYO-12: live seats).")
    {
        Attributes = [AttributeKeys.Account],
    };

    public static readonly InstrumentSpec ByolCommitment = new("deskfleet.byol.commitment", UpDownCounter, "{seat}", Fleet, "Seats that the account has committed itself to (BYO-11).")
    {
        Attributes = [AttributeKeys.Account],
    };

    public static readonly InstrumentSpec ConnectionAttempts = new("deskfleet.connection.attempts", Counter, "{attempt}", Events, "Sign-ins.")
    {
        Attributes = [AttributeKeys.Directory],
        CloudWatch = "ConnectionAttempt",
    };

    public static readonly InstrumentSpec ConnectionSuccesses = new("deskfleet.connection.successes", Counter, "{attempt}", Events, "Sign-ins that led to an open session.")
    {
        Attributes = [AttributeKeys.Directory],
        CloudWatch = "ConnectionSuccess",
    };

    public static readonly InstrumentSpec ConnectionFailures = new("deskfleet.connection.failures", Counter, "{attempt}", Events,
        "Sign-ins that were refused, at once or after a wait. Who gave up while waiting is under deskfleet.connection.abandoned.")
    {
        Attributes = [AttributeKeys.Directory, AttributeKeys.ErrorType],
        CloudWatch = "ConnectionFailure",
    };

    public static readonly InstrumentSpec ConnectionsAbandoned = new("deskfleet.connection.abandoned", Counter, "{attempt}", Events, "Sign-ins whose user gave up while waiting.")
    {
        Attributes = [AttributeKeys.Directory],
    };

    public static readonly InstrumentSpec SessionLaunch = new("deskfleet.session.launch.duration", Histogram, "s", Events,
        "From the sign-in to the first picture, for a desktop that runs; measured by clients.")
    {
        Attributes = [AttributeKeys.Directory],
        Buckets = [1, 2, 3, 4, 5, 7.5, 10, 15, 30, 60],
        CloudWatch = "SessionLaunchTime",
    };

    public static readonly InstrumentSpec RoundTrip = new("deskfleet.session.round_trip.duration", Histogram, "s", Events, "Round trip between client and desktop within a session; measured by clients.")
    {
        Attributes = [AttributeKeys.Directory],
        Buckets = [0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.375, 0.5, 1],
        CloudWatch = "InSessionLatency",
    };

    public static readonly InstrumentSpec Disconnects = new("deskfleet.session.disconnects", Counter, "{session}", Events, "Sessions that ended, by why.")
    {
        Attributes = [AttributeKeys.Directory, AttributeKeys.Reason],
        CloudWatch = "SessionDisconnect",
    };

    public static readonly InstrumentSpec ResumeDuration = new("deskfleet.resume.duration", Histogram, "s", Events,
        "From the first click to the open session, where the desktop had to start first (RUN-09).")
    {
        Attributes = [AttributeKeys.Zone],
        Buckets = Waits,
    };

    public static readonly InstrumentSpec OperationDuration = new("deskfleet.operation.duration", Histogram, "s", Events,
        "How long a WorkSpace was on its way: launch, start, stop, reboot, rebuild, restore, maintain, capture, update, terminate.")
    {
        Attributes = [AttributeKeys.Operation, AttributeKeys.ErrorType],
        Buckets = Works,
    };

    public static readonly InstrumentSpec Refusals = new("deskfleet.refusals", Counter, "{operation}", Events, "Operations that were refused, by operation and code.")
    {
        Attributes = [AttributeKeys.Operation, AttributeKeys.ErrorType],
    };

    public static readonly InstrumentSpec AutoStopLateness = new("deskfleet.autostop.lateness", Histogram, "s", Events, "How long after its deadline an AutoStop began (RUN-04).")
    {
        Buckets = Lateness,
    };

    public static readonly InstrumentSpec DeadlineLateness = new("deskfleet.deadline.lateness", Histogram, "s", Events, "How long after any deadline a WorkSpace acted on it, by kind.")
    {
        Attributes = [AttributeKeys.Deadline],
        Buckets = Lateness,
    };

    public static readonly InstrumentSpec BackupLateness = new("deskfleet.backup.lateness", Histogram, "s", Events, "How long after its mark of the 12-hour cycle a backup of D: was ordered (BAK-01).")
    {
        Buckets = Lateness,
    };

    public static readonly InstrumentSpec RunningTime = new("deskfleet.running.time", Counter, "s", Events, "Time that WorkSpaces ran, counted when they stop (BIL-06, BIL-21).");

    public static readonly InstrumentSpec MeteredHours = new("deskfleet.running.metered_hours", Counter, "{hour}", Events,
        "Started hours of running intervals, counted when they end (BIL-08); what AutoStop bills by the hour.");

    public static readonly InstrumentSpec PlacementAttempts = new("deskfleet.placement.attempts", Counter, "{placement}", Events, "Times that a WorkSpace asked for room.")
    {
        Attributes = [AttributeKeys.Zone],
    };

    public static readonly InstrumentSpec PlacementFailures = new("deskfleet.placement.failures", Counter, "{placement}", Events, "Times that a WorkSpace found no room, or no start slot, in time.")
    {
        Attributes = [AttributeKeys.Zone, AttributeKeys.Account, AttributeKeys.ErrorType],
    };

    public static readonly InstrumentSpec PlacementDuration = new("deskfleet.placement.duration", Histogram, "s", Events, "From asking for room to holding a slot; more than a moment where there was a queue (PLC-06).")
    {
        Attributes = [AttributeKeys.Zone],
        Buckets = [0.1, 1, 5, 15, 30, 60, 90, 120, 180, 240, 300],
    };

    public static readonly InstrumentSpec StartQueue = new("deskfleet.start_queue.duration", Histogram, "s", Events, "Wait for a start slot of the host.")
    {
        Buckets = Waits,
    };

    public static readonly InstrumentSpec DriverRetries = new("deskfleet.driver.retries", Counter, "{job}", Events, "Driver operations that had to be ordered again.")
    {
        Attributes = [AttributeKeys.Verb],
    };

    public static readonly InstrumentSpec HostsLost = new("deskfleet.host.losses", Counter, "{host}", Events, "Hosts lost with what ran on them.")
    {
        Attributes = [AttributeKeys.Zone],
    };

    public static readonly InstrumentSpec InvariantViolations = new("deskfleet.invariant.violations", Counter, "{violation}", Events, "Broken promises, found by the auditor or by a simulation's checks; always 0.")
    {
        Attributes = [AttributeKeys.Invariant],
        IsObserved = true,
    };

    public static readonly InstrumentSpec CommandDuration = new("deskfleet.command.duration", Histogram, "s", Process,
        "How long an entity took for a command: its questions, its decision, its write.")
    {
        Attributes = [AttributeKeys.Entity, AttributeKeys.Operation, AttributeKeys.ErrorType],
        Buckets = Calls,
    };

    public static readonly InstrumentSpec WriteFailures = new("deskfleet.record.write_failures", Counter, "{write}", Process, "Writes that failed or were doubtful; the entity starts again from what is stored.")
    {
        Attributes = [AttributeKeys.Entity],
    };

    public static readonly InstrumentSpec AuditFailures = new("deskfleet.audit.failures", Counter, "{record}", Process,
        "Records of the audit trail that could not be written: refused, because their change was not made for it; or lost.")
    {
        Attributes = [AttributeKeys.Reason],
        IsObserved = true,
    };

    public static readonly InstrumentSpec EffectSenders = new("deskfleet.effects.senders", UpDownCounter, "{entity}", Process, "Entities with effects under way.");

    public static readonly InstrumentSpec ArmedWakeUps = new("deskfleet.wakeups.armed", UpDownCounter, "{entity}", Process, "Entities whose wake-up is armed in this silo.");

    public static readonly InstrumentSpec CensusAge = new("deskfleet.census.age", Gauge, "s", Process, "How old the silo's picture of the fleet is; only its owner reports it.");

    public static readonly InstrumentSpec LoopAge = new("deskfleet.loop.round_age", Gauge, "s", Process,
        "Since a loop's last complete round, or since it began; only silos that do the loop report it.")
    {
        Attributes = [AttributeKeys.Loop],
    };

    public static readonly InstrumentSpec LoopTerm = new("deskfleet.loop.round_term", Gauge, "s", Process, "How old a loop's last complete round may get.")
    {
        Attributes = [AttributeKeys.Loop],
    };

    public static readonly InstrumentSpec LoopSkipped = new("deskfleet.loop.records_skipped", Counter, "{record}", Process,
        "Records that a loop passed over since they could not be read or dealt with, each time anew; the log and the operator's page name them.")
    {
        Attributes = [AttributeKeys.Loop],
        IsObserved = true,
    };

    public static readonly InstrumentSpec StoredRecords = new("deskfleet.store.records", UpDownCounter, "{record}", Process,
        "Stored records by kind, as each silo found them within the hour; take the maximum over silos.")
    {
        Attributes = [AttributeKeys.Entity],
    };

    public static readonly InstrumentSpec StoreBytes = new("deskfleet.store.size", UpDownCounter, "By", Process, "What the database takes, as each silo found it within the hour; take the maximum over silos.");

    public static readonly InstrumentSpec StoreFree = new("deskfleet.store.free", UpDownCounter, "By", Process, "Of that what holds nothing; SQLite only.");

    public static readonly InstrumentSpec DriverSpeed = new("deskfleet.simulation.speed", Gauge, "1", Process,
        "How many times faster than real machines the stand-in driver works; 1 is real time.");

    public static readonly InstrumentSpec SimulationClock = new("deskfleet.simulation.clock", Gauge, "s", Simulation, "The virtual time, in seconds since 1970.");

    /// <summary>All of them, in the order above.</summary>
    public static ImmutableArray<InstrumentSpec> All { get; } =
    [
        .. typeof(InstrumentCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(InstrumentSpec))
            .OrderBy(field => field.MetadataToken)
            .Select(field => (InstrumentSpec)field.GetValue(null)!),
    ];
}
