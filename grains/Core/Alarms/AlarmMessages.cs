using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Alarms;

/// <summary>What an alarm says of its metric.</summary>
public enum AlarmValue
{
    /// <summary>Too few points are there to tell.</summary>
    InsufficientData,
    Ok,
    Alarm,
}

/// <summary>What counts as a point beyond the threshold.</summary>
public enum AlarmComparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
    LessThanThreshold,
    LessThanOrEqualToThreshold,
}

/// <summary>What a period without a point counts as.</summary>
public enum MissingData
{
    /// <summary>As nothing: where every point is missing, the alarm has insufficient data.</summary>
    Missing,
    Breaching,
    NotBreaching,

    /// <summary>The alarm stays as it is.</summary>
    Ignore,
}

/// <summary>One of the dimensions that say whose metric it is.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-dimension")]
public sealed record AlarmDimension(string Name, string Value);

/// <summary>Which numbers an alarm looks at.</summary>
/// <param name="Statistic">Such as <c>Maximum</c>.</param>
/// <param name="PeriodSeconds">Whole minutes.</param>
/// <param name="Unit">Null: any.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-metric")]
public sealed record AlarmMetric(string Namespace, string Name, ImmutableArray<AlarmDimension> Dimensions, string Statistic, int PeriodSeconds, string? Unit);

/// <summary>When it is beyond its threshold.</summary>
/// <param name="EvaluationPeriods">How many periods are looked at; 1 or more.</param>
/// <param name="DatapointsToAlarm">How many of them must be beyond; null: all.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-rule")]
public sealed record AlarmRule(AlarmComparison Comparison, double Threshold, int EvaluationPeriods, int? DatapointsToAlarm, MissingData? MissingData)
{
    public int Wanted => DatapointsToAlarm ?? EvaluationPeriods;
}

/// <summary>Which webhooks are told of which state; URLs.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-actions")]
public sealed record AlarmActions(bool AreEnabled, ImmutableArray<string> OnAlarm, ImmutableArray<string> OnOk, ImmutableArray<string> OnInsufficientData)
{
    /// <summary>Those of one state; none while they are off.</summary>
    public ImmutableArray<string> On(AlarmValue value) => !AreEnabled ? [] : value switch
    {
        AlarmValue.Alarm => OnAlarm,
        AlarmValue.Ok => OnOk,
        _ => OnInsufficientData,
    };
}

/// <summary>An alarm as its account has set it up.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-definition")]
public sealed record AlarmDefinition(string Name, string? Description, AlarmMetric Metric, AlarmRule Rule, AlarmActions Actions);

/// <summary>How an alarm stands.</summary>
/// <param name="Data">What it was decided by, as JSON; null: nothing.</param>
/// <param name="At">When this was found.</param>
/// <param name="Since">Since when it has this value.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-standing")]
public sealed record AlarmStanding(AlarmValue Value, string Reason, string? Data, Instant At, Instant Since);

/// <summary>An alarm.</summary>
/// <param name="ConfiguredAt">When it was set up, or changed.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm")]
public sealed record Alarm(AlarmDefinition Definition, AlarmStanding Standing, Instant ConfiguredAt);

/// <summary>A webhook that has to be told of a change.</summary>
/// <param name="Number">Rises with every notice of the account and region; whoever is told twice tells it by this.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-notice")]
public sealed record AlarmNotice(long Number, string Alarm, string Url, AlarmValue From, AlarmStanding Standing);

/// <summary>Sets an alarm up, or changes it: then it keeps its state.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.put-alarm")]
public sealed record PutAlarm(OperationId OperationId, AlarmDefinition Definition) : Operation(OperationId);

/// <summary>Takes alarms away, all or none.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delete-alarms")]
public sealed record DeleteAlarms(OperationId OperationId, ImmutableArray<string> Names) : Operation(OperationId);

/// <summary>Switches the actions of alarms on or off; who is not there is left out.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.enable-alarm-actions")]
public sealed record EnableAlarmActions(OperationId OperationId, ImmutableArray<string> Names, bool AreEnabled) : Operation(OperationId);

/// <summary>Somebody sets an alarm's state, to try its actions; the next look decides anew.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.set-alarm-state")]
public sealed record SetAlarmState(OperationId OperationId, string Name, AlarmValue Value, string Reason, string? Data) : Operation(OperationId);

/// <summary>What a look at one alarm's metric found.</summary>
/// <param name="ConfiguredAt">Of the definition that was looked at: another one is looked at again.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-finding")]
public sealed record AlarmFinding(string Name, Instant ConfiguredAt, AlarmValue Value, string Reason, string? Data);

/// <summary>Whoever looks at the metrics says what he found; what is so already changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.alarms-evaluated")]
public sealed record AlarmsEvaluated(ImmutableArray<AlarmFinding> Findings) : Command;

/// <summary>A webhook has been told, or is given up.</summary>
/// <param name="Failure">Null: it was told.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-notified")]
public sealed record AlarmNotified(long Number, string? Failure) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.alarm-put")]
public sealed record AlarmPut(AlarmDefinition Definition) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.alarm-deleted")]
public sealed record AlarmDeleted(string Name) : FleetEvent;

/// <summary>An alarm has another state.</summary>
/// <param name="Notices">Whom that is to be told.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-changed")]
public sealed record AlarmChanged(string Name, AlarmValue From, AlarmStanding Standing, ImmutableArray<AlarmNotice> Notices) : FleetEvent;

/// <summary>A webhook was told of a change, or is given up.</summary>
/// <param name="Failure">Null: it was told.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-action-done")]
public sealed record AlarmActionDone(long Number, string Name, string Url, string? Failure) : FleetEvent;
