using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>Bills against worked examples: a Standard Plus desktop first available on 2 March at 12:20, AutoStop, 60 minutes and 80 minutes of running.</summary>
public sealed class BillJudgeTests
{
    private static readonly Instant Up = Story.Noon + Duration.FromMinutes(20);

    /// <summary>9.75 x 30/31 = 9.44, 15.00 x 30/31 = 14.52, and the started hours at 0.30 (BIL-05, BIL-08, BIL-15, BIL-16).</summary>
    [Theory]
    [InlineData(9.44, 14.52, 1, 0.30, null)]
    [InlineData(9.45, 14.52, 1, 0.30, "9.45")]
    [InlineData(9.44, 14.53, 1, 0.30, "14.53")]
    [InlineData(9.44, 14.52, 1, 0.31, "0.31")]
    [InlineData(9.44, 14.52, 2, 0.60, "2 x Hours")]
    [InlineData(9.44, 14.52, 0, 0.00, "0 x Hours")]
    public void Bill_OfOneHour_IsRightToTheCent(decimal fixedPart, decimal plus, int hours, decimal used, string? what)
    {
        var evidence = new Story().Up().At(80).AutoStop(Up).At(81).Stopped().Evidence(Story.Noon + Duration.FromHours(3));
        var found = Bench.Judge(evidence with { Bills = [new(null, Bill(fixedPart, plus, hours, used))] });

        if (what is null)
            found.FindNothing();
        else
            found.Finds("bills", what);
    }

    [Fact]
    public void Bill_OfNobody_IsFound()
    {
        var evidence = new Story().Evidence(Story.Noon + Duration.FromHours(3));

        Bench.Judge(evidence with { Bills = [new(null, Bill(9.44m, 14.52m, 1, 0.30m))] }).Finds("bills", "the log knows no such desktop");
    }

    /// <summary>Example B-16 in small: by the hour first, then by the month from its day on.</summary>
    [Theory]
    [InlineData(33.87, true)]
    [InlineData(35.00, false)]
    public void Bill_AfterASwitchToAlwaysOn_HasTheRestOfTheMonth(decimal month, bool isFine)
    {
        var evidence = new Story().Up().At(60).Desk("mode-changed", "\"mode\":\"AlwaysOn\",\"autoStopPeriod\":\"1:00:00\"").Evidence(Story.Noon + Duration.FromHours(3));
        var bill = Story.Json(string.Create(CultureInfo.InvariantCulture, $$"""
            {"month":"2026-03","asOf":"2026-03-02T15:00:00Z","lines":[
            {"workSpace":"ws-1","kind":"AutoStopBase","count":1,"amount":9.44},{"workSpace":"ws-1","kind":"Hours","count":1,"amount":0.30},
            {"workSpace":"ws-1","kind":"AlwaysOnMonth","count":1,"amount":{{month}}},{"workSpace":"ws-1","kind":"PlusMonth","count":1,"amount":14.52}]}
            """));
        var found = Bench.Judge(evidence with { Bills = [new(null, bill)] });

        if (isFine)
            found.FindNothing();
        else
            found.Finds("bills", "AlwaysOnMonth");
    }

    private static JsonElement Bill(decimal fixedPart, decimal plus, int hours, decimal used) => Story.Json(string.Create(CultureInfo.InvariantCulture, $$"""
        {"month":"2026-03","asOf":"2026-03-02T15:00:00Z","lines":[
        {"workSpace":"ws-1","kind":"AutoStopBase","count":1,"amount":{{fixedPart}}},{"workSpace":"ws-1","kind":"Hours","count":{{hours}},"amount":{{used}}},
        {"workSpace":"ws-1","kind":"PlusMonth","count":1,"amount":{{plus}}}]}
        """));
}
