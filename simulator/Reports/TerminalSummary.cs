using System.Globalization;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Series;
using NodaTime.Text;
using Spectre.Console;

namespace DeskFleet.Simulator.Reports;

/// <summary>Prints what the fleet did.</summary>
public sealed class TerminalSummary(IAnsiConsole console)
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public void Print(RunSummary run, RunResult result, string engine, TimeSpan took, string? folder)
    {
        Heading(run);
        console.Write(Figures(run));
        console.Write(Zones(run));
        if (run.Refusals.Count > 0)
            console.Write(Refusals(run));
        SeriesTable.Print(console, run);
        Footer(run, result, engine, took, folder);
    }

    /// <summary>One line for a run of a series.</summary>
    public void PrintLine(RunSummary run) => console.WriteLine($"seed {run.Inputs.Seed}: {Sentence(run)}{(run.IsPartial ? $"  PARTIAL: {EndedAt(run)}" : "")}");

    private void Heading(RunSummary run)
    {
        console.WriteLine();
        console.WriteLine($"{run.Inputs.Scenario}: {run.WorkSpaces:N0} WorkSpaces, {(run.IsPartial ? $"from {Time.Format(run.Start)} UTC  PARTIAL: {EndedAt(run)}" : $"{Time.Format(run.Start)} to {Time.Format(run.End)} UTC")}");
        console.WriteLine(Sentence(run));
        console.WriteLine();
    }

    private static string EndedAt(RunSummary run) => $"interrupted at {Time.Format(run.End)} UTC{(run.IsBeforeStart ? ", while desktops were launched" : "")}";

    private static string Sentence(RunSummary run)
    {
        var said = run.Refusals.Values.Sum() switch
        {
            0 when run.ResumeWait.Count == 0 => "nobody was refused, nobody had to wait for a start.",
            0 => $"nobody was refused; half of the resumes took {run.ResumeWait.P50Seconds} s or less, 99 % {run.ResumeWait.P99Seconds} s or less.",
            var refused => $"{refused:N0} requests were refused, of {run.SignIns.All:N0} sign-ins and the launches.",
        };
        return run.IsPartial ? $"Interrupted: until then {said}" : char.ToUpperInvariant(said[0]) + said[1..];
    }

    private static Grid Figures(RunSummary run)
    {
        var grid = Columns("Figure", "Value");
        Row(grid, "peak wanted", Peak(run.Wanted));
        Row(grid, "peak connected", Peak(run.Connected));
        Row(grid, "peak running", Peak(run.Running));
        Row(grid, "sessions", $"{run.SessionsOpened:N0} opened of {run.SessionsAsked:N0} asked, {run.GaveUp:N0} gave up waiting");
        if (run.Window.OpenAtStart + run.Window.OpenAtEnd > 0)
            Row(grid, "at the edges", $"{run.Window.OpenAtStart:N0} sessions open at the start, {run.Window.OpenAtEnd:N0} at the end");
        if (run.Window.Before + run.Window.After > 0)
            Row(grid, "left out", $"{run.Window.Before:N0} sessions of the log before the start, {run.Window.After:N0} after the end");
        if (run.SignIns.CutOff > 0)
            Row(grid, "cut off", $"{run.SignIns.CutOff:N0} sessions under their users; {run.SignIns.CameBack:N0} had another one afterwards");
        if (run.SignIns.Retried > 0)
            Row(grid, "tried again", $"{run.SignIns.Retried:N0} sign-ins after a refusal");
        if (run.SignIns.StillWaiting > 0)
            Row(grid, "still waiting", $"{run.SignIns.StillWaiting:N0} at the end of the run");
        foreach (var loss in run.Losses)
            Row(grid, "lost", Lost(loss));
        Row(grid, "resumes", $"{run.Resumes:N0}, {run.StartsQueued:N0} of them queued for a start slot, {run.WaitsForCapacity:N0} waits for room");
        Row(grid, "resume wait", Waits(run.ResumeWait));
        Row(grid, "AutoStops", $"{run.AutoStops:N0}");
        Row(grid, "hours", $"{run.MeteredHours:N0} metered in intervals that ended, {run.RunningHours:N0} running{ComingBack(run)}, {run.ConnectedHours:N0} connected");
        Row(grid, "AZ balance", $"difference {run.ZoneDifference}");
        Row(grid, "BYOL seats", Seats(run.ByolSeats));
        if (run.Maintenance is { } updates)
            Row(grid, "updates", $"{updates.Done:N0} done, {updates.Pending:N0} pending, {updates.Missed:N0} of them missed a window");
        return grid;
    }

    private static Table Zones(RunSummary run)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("AZ", "WorkSpaces", "overflow launches", "peak running", "peak hosts in use", "running hours");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var zone in run.Zones)
        {
            table.AddRow(
                zone.Zone, $"{zone.WorkSpaces:N0}", $"{zone.UnbalancedLaunches:N0}", $"{zone.PeakRunning:N0}", $"{zone.PeakHostsInUse:N0}", $"{zone.RunningHours:N0}");
        }

        return table;
    }

    private static Table Refusals(RunSummary run)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("refused", "times");
        table.Columns[1].RightAligned();
        foreach (var (reason, count) in run.Refusals)
            table.AddRow(reason, $"{count:N0}");
        return table;
    }

    private void Footer(RunSummary run, RunResult result, string engine, TimeSpan took, string? folder)
    {
        var perSecond = result.Events / Math.Max(0.001, took.TotalSeconds);
        var calls = (double)result.Calls / Math.Max(1, result.Events);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Events:N0} events in {took.TotalSeconds:0.0} s: {perSecond:N0} events/s on engine {engine}, {calls:0.00} calls and {(double)result.Writes / Math.Max(1, result.Events):0.00} writes an event"));
        console.WriteLine($"seed {run.Inputs.Seed}, scenario {run.Inputs.ScenarioHash}{(run.Inputs.TraceHash is { } trace ? $", trace {trace}" : "")}, events {run.EventLogHash}, version {run.Inputs.Version}");
        if (folder is not null)
            console.WriteLine($"written to {folder}: report.html, summary.json, hourly.csv, desktops.csv, both as .parquet, events.jsonl");
    }

    private static string Lost(LossSummary loss) =>
        $"{loss.What} at {Time.Format(loss.At)}: {loss.Hosts:N0} {(loss.Hosts == 1 ? "host" : "hosts")}; {loss.CutOff:N0} people were cut off, so that {loss.ConnectedAfter:N0} of {loss.ConnectedBefore:N0} stayed connected; {loss.CameBack:N0} of them came back, " +
        (loss.RecoveredAt is { } back ? $"99 % of those who wanted were back at {Time.Format(back)}" : "and did not come back to 99 % of those who wanted");

    private static string ComingBack(RunSummary run) => run.ComingBackHours == 0 ? "" : $" ({run.ComingBackHours:N0} of them started again after a loss)";

    private static string Peak(PeakFigure peak) => $"{peak.Count:N0} at {Time.Format(peak.At)}";

    private static string Waits(WaitFigures waits) => waits.Count == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"p50 {waits.P50Seconds} s, p95 {waits.P95Seconds} s, p99 {waits.P99Seconds} s, longest {waits.MaxSeconds} s; {100 * waits.Within90s:0.0} % within 90 s");

    private static string Seats(SeatFigures seats) => seats.Peak == 0
        ? "none"
        : $"{seats.Live:N0} of {seats.Commitment} committed{(seats.Live < seats.Commitment ? $", {seats.Commitment - seats.Live} short" : "")}";

    private static Grid Columns(params string[] names)
    {
        var grid = new Grid();
        foreach (var _ in names)
            grid.AddColumn(new GridColumn().PadRight(3));
        return grid;
    }

    private static void Row(Grid grid, string name, string value) => grid.AddRow(new Text(name), new Text(value));
}
