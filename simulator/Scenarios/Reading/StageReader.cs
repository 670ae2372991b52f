using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>stages</c>.</summary>
internal static class StageReader
{
    public static ImmutableArray<LoginStage> Read(Section sessions)
    {
        ImmutableArray<LoginStage> stages = [.. sessions.Maps("stages").Select(ReadOne)];
        var percent = CalendarFormats.Week.Max(day => stages.Where(stage => stage.IsOn(day)).Sum(stage => (decimal)stage.Share)) * 100;
        if (percent > 100)
            sessions.Report("stages", FormattableString.Invariant($"The shares sum to {percent:0.######} %; make them 100 % or less."));
        return stages.IsEmpty ? [] : stages;
    }

    private static LoginStage ReadOne(Section item)
    {
        var stage = new LoginStage(
            item.Required("at", FirstLoginReader.TimeOfDay, LocalTime.Midnight),
            item.Required("within", Formats.Time(Duration.FromSeconds(1), Duration.FromHours(12)), Duration.FromSeconds(1)),
            item.Optional("share", Formats.Share, 1))
        {
            Days = item.Values("days", CalendarFormats.DayOfWeek, IsoDayOfWeek.Monday) is { IsEmpty: false } days ? [.. days.Distinct().Order()] : [],
        };
        item.Close();
        return stage;
    }
}
