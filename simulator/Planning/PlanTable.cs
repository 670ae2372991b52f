using System.Globalization;
using Spectre.Console;

namespace DeskFleet.Simulator.Planning;

/// <summary>Prints a plan for people: the sentence, what it rests on, and the curve.</summary>
public sealed class PlanTable(IAnsiConsole console)
{
    public void Print(Plan plan)
    {
        console.WriteLine(PlanSentence.Of(plan));
        console.WriteLine();
        console.Write(Figures(plan));
        if (!plan.Curve.IsEmpty)
            console.Write(Curve(plan));
        console.MarkupLine("[dim]refused, p99 and queues: of the worst seed; runs that miss end at the first miss[/]");
    }

    private static Grid Figures(Plan plan)
    {
        var grid = new Grid().AddColumns(2);
        Add(grid, "hosts in each AZ", plan.Hosts is { } hosts ? Phrases($"{hosts} ({Types(plan)})") : "none found");
        foreach (var zone in plan.ByZone)
            Add(grid, Phrases($"hosts in {zone.Zone}"), Phrases($"{zone.Hosts} {zone.HostType}; {PlanSentence.Name(zone.Binding)} binds: {zone.Binding?.Shortage}"));
        if (!plan.Listed.IsEmpty)
            Add(grid, "held as listed", string.Join(", ", plan.Listed));
        Add(grid, "spread over seeds", Spread(plan));
        Add(grid, "lower bound", Phrases($"{plan.LowerBound.Hosts} ({plan.LowerBound.By}){(plan.LowerBound.IsProven ? "" : ", for a driver without failures")}"));
        Add(grid, "binding", plan.Binding is null ? "not known" : Phrases($"{PlanSentence.Name(plan.Binding)}: {plan.Binding.Shortage}"));
        Add(grid, "must hold", string.Join(", ", plan.Targets));
        Add(grid, "survives", plan.Survives);
        if (plan.Hosts is not null)
            Add(grid, "checked", Phrases($"one more holds: {Yes(plan.NextHolds)}, one fewer fails: {Yes(plan.OneFewerFails)}, more was never worse: {Yes(plan.IsMonotone)}"));
        foreach (var run in plan.Verified)
            Add(grid, "engine grains", Phrases($"seed {run.Seed}, {run.Hosts} {(run.Hosts == 1 ? "host" : "hosts")}, {run.Loss} lost: {(run.Holds ? "holds" : "MISSES")}, {run.Refused} refused, p99 {run.WaitP99Seconds} s"));
        return grid;
    }

    private static Table Curve(Plan plan)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { "hosts", "seeds held", "refused", "p99 wait", "start queue", "waits for room" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var tried in plan.Curve)
        {
            table.AddRow(
                Phrases($"{tried.Hosts}"),
                Phrases($"{tried.SeedsHeld} of {tried.SeedsTried}"),
                Phrases($"{(tried.SeedsHeld < tried.SeedsTried ? ">= " : "")}{tried.MaxRefused}"),
                tried.WorstP99Seconds is { } wait ? Phrases($"{wait} s") : "-",
                Phrases($"{tried.StartsQueued:N0}"),
                Phrases($"{tried.RoomWaits:N0}"));
        }

        return table;
    }

    private static string Spread(Plan plan)
    {
        var found = plan.Seeds.Where(seed => seed.Hosts is not null).Select(seed => seed.Hosts!.Value).Order().ToList();
        return found.Count == 0
            ? "no seed settled"
            : Phrases($"{found[0]} to {found[^1]}: {string.Join(", ", plan.Seeds.Select(seed => Phrases($"seed {seed.Seed} {(seed.Hosts is { } n ? Phrases($"{n}") : "-")}")))}");
    }

    private static string Types(Plan plan) => string.Join(", ", plan.HostTypes.Select(zone => $"{zone.Key}: {zone.Value}"));

    private static string Yes(bool holds) => holds ? "yes" : "no";

    private static void Add(Grid grid, string name, string value) => grid.AddRow(Markup.Escape(name), Markup.Escape(value));

    private static string Phrases(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
