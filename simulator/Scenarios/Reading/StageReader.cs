using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>stages</c>.</summary>
internal static class StageReader
{
    public static ImmutableArray<LoginStage> Read(Section sessions)
    {
        ImmutableArray<LoginStage> stages = [.. sessions.Maps("stages").Select(ReadOne)];
        var percent = stages.Sum(stage => (decimal)stage.Share) * 100;
        if (percent > 100)
            sessions.Report("stages", FormattableString.Invariant($"The shares sum to {percent:0.######} %; make them 100 % or less."));
        return stages.IsEmpty ? [] : stages;
    }

    private static LoginStage ReadOne(Section item)
    {
        var stage = new LoginStage(
            item.Required("at", FirstLoginReader.TimeOfDay, new LocalTime(4, 1)),
            item.Required("within", Formats.Time(Duration.FromSeconds(1), Duration.FromHours(12)), Duration.FromSeconds(1)),
            item.Optional("share", Formats.Share, 1));
        if (FirstLoginReader.SinceMidnight(stage.At) + stage.Within > Duration.FromDays(1))
            item.Report("within", "The stage lasts beyond midnight; let it end by then.");
        item.Close();
        return stage;
    }
}
