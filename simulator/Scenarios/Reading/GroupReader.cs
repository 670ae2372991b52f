using System.Collections.Immutable;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>groups</c>.</summary>
/// <param name="regionTimeZone">Zone of a group that names none.</param>
/// <param name="isTraced">True when a trace is replayed: it gives the users.</param>
/// <param name="traced">How many it gives, or null without a sound trace.</param>
/// <param name="holidays">Of the whole scenario.</param>
internal sealed class GroupReader(string regionTimeZone, ImmutableArray<LocalDate> holidays, bool isTraced, TraceCounts? traced)
{
    public static Format<RunningModeName> Mode { get; } =
        Formats.OneOf(("AlwaysOn", RunningModeName.AlwaysOn), ("AutoStop", RunningModeName.AutoStop));

    private static Duration Shortest => Duration.FromMinutes(UserGroup.ShortestAutoStopMinutes);

    private static Duration Longest => Duration.FromMinutes(UserGroup.MaxAutoStopMinutes);

    public ImmutableArray<UserGroup> Read(Section root)
    {
        var items = root.Maps("groups");
        if (items.IsEmpty)
            root.Report("groups", "A scenario needs at least one group of users; add a list with name, users, directory and bundle.");
        if (isTraced && items.Length > 1 && traced is not { HasGroups: true })
            root.Report("groups", "A trace is replayed by exactly one group, unless the log has a column \"group\"; keep one.");
        ImmutableArray<UserGroup> groups = [.. items.Select((item, index) => ReadOne(item, index == 0))];
        UniqueNames.Check(items, groups.Select(group => group.Name));
        return groups;
    }

    private UserGroup ReadOne(Section item, bool isFirst)
    {
        var name = item.Required("name", Formats.GroupName, "");
        var users = Users(item, traced?.Of(name, isFirst));
        var directory = item.Required("directory", Formats.Name, "");
        var bundle = item.Required("bundle", Formats.Name, "");
        var mode = item.Optional("mode", Mode, RunningModeName.AutoStop);
        var autoStop = AutoStop(item, mode);
        var timeZone = item.Optional("timeZone", CalendarFormats.TimeZone, regionTimeZone);
        var sessions = SessionPatternReader.Read(item.Child("sessions"), holidays);
        var growth = Growth(item);
        var clients = ClientReader.Read(item);
        var patience = PatienceReader.Read(item.Child("patience"));
        var (encryption, tags) = (KeyReader.ReadEncryption(item), TagReader.Read(item));
        var (traffic, applications) = (UseReader.ReadTraffic(item), UseReader.ReadApplications(item));
        var thresholds = ThresholdReader.Read(item.Child("thresholds"), name);
        item.Close();
        return new UserGroup(name, users, directory, bundle, mode, autoStop, timeZone, sessions)
        {
            GrowthPerWeek = growth,
            Clients = clients,
            Patience = patience,
            Encryption = encryption,
            Tags = tags,
            Traffic = traffic,
            Applications = applications,
            Thresholds = thresholds,
        };
    }

    private decimal Growth(Section item)
    {
        var section = item.Child("growth");
        var perWeek = section.Required("perWeek", Formats.Number(0, 100_000), 0);
        if (section.IsGiven && isTraced) item.Report("growth", "A trace says who is there; leave \"growth\" out.");
        section.Close();
        return isTraced ? 0 : perWeek;
    }

    private int Users(Section item, long? tracedUsers)
    {
        var format = Formats.Whole(1, UserGroup.MaxUsers);
        if (!isTraced) return item.Required("users", format, 1);
        var given = (int)Math.Min(tracedUsers ?? 1, UserGroup.MaxUsers);
        var users = item.Optional("users", format, given);
        if (tracedUsers is not null && users != given)
            item.Report("users", $"The trace gives {given} users, not {users}; leave \"users\" out here (trace.users asks for a total).");
        if (tracedUsers > given) item.Report("users", $"The trace gives {tracedUsers} users, more than {given}; ask for fewer copies.");
        return given;
    }

    private static Duration AutoStop(Section item, RunningModeName mode)
    {
        if (mode == RunningModeName.AutoStop)
            return item.Optional("autoStop", Shapes.With<Duration>(Period, Shapes.Quantity(Units.Time)), Shortest);
        if (item.Has("autoStop"))
            item.Report("autoStop", "An AlwaysOn desktop never stops by itself; leave \"autoStop\" out, or write \"mode: AutoStop\".");
        return Duration.Zero;
    }

    private static Parsed<Duration> Period(string text)
    {
        return Formats.Time(Shortest, Longest)(text).Then(period => period.TotalSeconds % (60 * UserGroup.AutoStopStepMinutes) == 0
            ? period
            : Parsed.Wrong<Duration>($"\"{text}\" is no whole multiple of 60 min; write one from 60 min to 2880 min (48 h)."));
    }
}
