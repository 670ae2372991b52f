using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Alarms;

/// <summary>The alarms of one account in one region, and whom their changes have yet to be told.</summary>
/// <param name="Alarms">In the order of their names.</param>
/// <param name="Notices">In the order of their numbers.</param>
/// <param name="LastNotice">The highest number so far; 0: none.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.alarm-book")]
public sealed record AlarmBook(ImmutableArray<Alarm> Alarms, ImmutableArray<AlarmNotice> Notices, long LastNotice)
{
    /// <summary>Alarms of one account in one region: they are one record.</summary>
    public const int MaxAlarms = 500;

    /// <summary>Notices that wait; a change that would make more is not told, and its alarm's history says so.</summary>
    public const int MaxNotices = 1000;

    private const string Unchecked = "Unchecked: the alarm has been set up and not been looked at.";

    public static AlarmBook Empty { get; } = new([], [], 0);

    /// <summary>What the tags of an alarm are kept under.</summary>
    public static string TagName(string alarm) => $"alarm:{alarm}";

    /// <summary>Null: there is none of this name.</summary>
    public Alarm? Find(string name) => Alarms.FirstOrDefault(alarm => alarm.Definition.Name == name);

    /// <summary>What to do; a refusal changes nothing.</summary>
    public Decision Decide(Command command, Instant now) => command switch
    {
        PutAlarm c => Put(c.Definition),
        DeleteAlarms c => c.Names.FirstOrDefault(name => Find(name) is null) is { } missing
            ? NotThere(missing)
            : Of(c.Names.Distinct().Select(name => new AlarmDeleted(name))),
        EnableAlarmActions c => Of(c.Names.Distinct().Select(Find).OfType<Alarm>()
            .Where(alarm => alarm.Definition.Actions.AreEnabled != c.AreEnabled)
            .Select(alarm => new AlarmPut(alarm.Definition with { Actions = alarm.Definition.Actions with { AreEnabled = c.AreEnabled } }))),
        SetAlarmState c => Find(c.Name) is { } alarm ? Changed([(alarm, c.Value, c.Reason, c.Data)], now) : NotThere(c.Name),
        AlarmsEvaluated c => Changed(
            from finding in c.Findings
            let alarm = Find(finding.Name)
            where alarm is not null && alarm.ConfiguredAt == finding.ConfiguredAt && alarm.Standing.Value != finding.Value
            select (alarm, finding.Value, finding.Reason, finding.Data),
            now),
        AlarmNotified c => Notices.FirstOrDefault(notice => notice.Number == c.Number) is { } notice
            ? Decision.Of(new AlarmActionDone(notice.Number, notice.Alarm, notice.Url, c.Failure))
            : Decision.Nothing,
        _ => Decision.Nothing,
    };

    public AlarmBook Evolve(FleetEvent happened, Instant at) => happened switch
    {
        AlarmPut e => With(new(e.Definition, Find(e.Definition.Name)?.Standing ?? new(AlarmValue.InsufficientData, Unchecked, null, at, at), at)),
        AlarmDeleted e => this with { Alarms = Alarms.RemoveAll(alarm => alarm.Definition.Name == e.Name) },
        AlarmChanged e => (Find(e.Name) is { } alarm ? With(alarm with { Standing = e.Standing }) : this) with
        {
            Notices = Notices.AddRange(e.Notices),
            LastNotice = e.Notices is [.., var last] ? last.Number : LastNotice,
        },
        AlarmActionDone e => this with { Notices = Notices.RemoveAll(notice => notice.Number == e.Number) },
        _ => this,
    };

    private Decision Put(AlarmDefinition definition)
    {
        var known = Find(definition.Name);
        if (known is null && Alarms.Length >= MaxAlarms)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"There are {MaxAlarms} alarms in the account and region, and no more are possible; delete one first.");
        return known is not null && AreSame(known.Definition, definition) ? Decision.Nothing : Decision.Of(new AlarmPut(definition));
    }

    private Decision Changed(IEnumerable<(Alarm Alarm, AlarmValue Value, string Reason, string? Data)> changes, Instant now)
    {
        var (events, last, waiting) = (ImmutableArray.CreateBuilder<FleetEvent>(), LastNotice, Notices.Length);
        foreach (var (alarm, value, reason, data) in changes)
        {
            var (before, name) = (alarm.Standing, alarm.Definition.Name);
            var standing = new AlarmStanding(value, reason, data, now, before.Value == value ? before.Since : now);
            var urls = before.Value == value ? [] : alarm.Definition.Actions.On(value);
            var isRoom = waiting + urls.Length <= MaxNotices;
            ImmutableArray<AlarmNotice> notices = isRoom ? [.. urls.Select(url => new AlarmNotice(++last, name, url, before.Value, standing))] : [];
            waiting += notices.Length;
            events.Add(new AlarmChanged(name, before.Value, standing, notices));
            if (!isRoom)
                events.AddRange(urls.Select(url => new AlarmActionDone(0, name, url, $"not told: {MaxNotices} notices wait already")));
        }

        return Of(events);
    }

    private static Decision Of(IEnumerable<FleetEvent> events) => Decision.Nothing with { Events = [.. events] };

    private AlarmBook With(Alarm alarm)
    {
        var rest = Alarms.RemoveAll(known => known.Definition.Name == alarm.Definition.Name);
        var place = rest.Count(known => string.CompareOrdinal(known.Definition.Name, alarm.Definition.Name) < 0);
        return this with { Alarms = rest.Insert(place, alarm) };
    }

    private static bool AreSame(AlarmDefinition one, AlarmDefinition other) =>
        one.Description == other.Description && one.Rule == other.Rule &&
        one.Metric with { Dimensions = [] } == other.Metric with { Dimensions = [] } && one.Metric.Dimensions.SequenceEqual(other.Metric.Dimensions) &&
        one.Actions.AreEnabled == other.Actions.AreEnabled && one.Actions.OnAlarm.SequenceEqual(other.Actions.OnAlarm) &&
        one.Actions.OnOk.SequenceEqual(other.Actions.OnOk) && one.Actions.OnInsufficientData.SequenceEqual(other.Actions.OnInsufficientData);

    private static Decision NotThere(string name) =>
        Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no alarm '{name}' in the account and region; look at the name and the region.");
}
