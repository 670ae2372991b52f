namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A year of local time has a thirteenth month of UTC, which is billed: whoever writes it is told before the run.</summary>
public sealed class StubMonthTests
{
    [Theory]
    [InlineData("2026-01-01", "365 d", "start", "the run has 1 h of 2025-12")]
    [InlineData("2026-07-01", "31 d", "start", "the run has 2 h of 2026-06")]
    [InlineData("2026-01-01", "365 d", "horizon", "the run has 5 h of 2027-01", "us-east-1")]
    public void Read_MonthsThatAreCutByUtc_AreTold(string start, string horizon, string path, string note, string region = "eu-central-1")
    {
        var notes = ScenarioText.Read(Of(start, horizon).Replace("eu-central-1", region, StringComparison.Ordinal)).Notes;

        Assert.Contains(notes, told => (told.Path, told.Message) == (path, $"note: Bills go by months of UTC: {note}, which are a bill of their own."));
    }

    [Theory]
    [InlineData("2026-03-02", "7 d")]
    [InlineData("2026-03-31", "7 d")]
    [InlineData("2026-03-10", "90 d")]
    [InlineData("2026-03-02", "31 d")]
    public void Read_RunsThatAreNotAboutMonths_HaveNoNote(string start, string horizon) => Assert.Empty(ScenarioText.Read(Of(start, horizon)).Notes);

    private static string Of(string start, string horizon) => ScenarioText.Valid
        .Replace("start: 2026-03-02", $"start: {start}", StringComparison.Ordinal)
        .Replace("horizon: 7 d", $"horizon: {horizon}", StringComparison.Ordinal);
}
