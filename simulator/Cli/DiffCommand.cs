using System.CommandLine;
using DeskFleet.Simulator.Diffs;
using DeskFleet.Simulator.Stories;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>diff RUN_A RUN_B</c>: what changed between two runs.</summary>
public sealed class DiffCommand : SimulatorCommand
{
    /// <summary>So that a table in a file or pipe is not broken into lines.</summary>
    private const int WidthWithoutTerminal = 160;

    private readonly Argument<string> _a = new("RUN_A") { Description = "The folder that a run wrote." };
    private readonly Argument<string> _b = new("RUN_B") { Description = "The folder of the run to compare it with." };

    public DiffCommand()
        : base("diff", "Compares two runs: inputs that differ, figures that changed, and where in time they part first.")
    {
        Add(_a);
        Add(_b);
        SetAction(Compare);
    }

    public override string Examples => """
          deskfleet-sim diff out/ordinary-company out/other-seed
          deskfleet-sim diff out/series/seed-1 out/series/seed-2
        """;

    private int Compare(ParseResult parsed)
    {
        var (a, b) = (new RunFolder(parsed.GetValue(_a)!), new RunFolder(parsed.GetValue(_b)!));
        try
        {
            Print(Console(parsed), a, b, RunDiff.Between(a, b));
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"The runs cannot be compared: {fault.Message} Name two folders that 'run' wrote.");
            return ExitCodes.BadInput;
        }
    }

    private static void Print(IAnsiConsole console, RunFolder a, RunFolder b, RunDiff diff)
    {
        console.WriteLine($"A: {a.Path}");
        console.WriteLine($"B: {b.Path}");
        console.WriteLine(diff.IsSame ? $"The runs are the same: {diff.SameFigures} figures and every event." : $"{diff.Figures.Count} figures differ, {diff.SameFigures} are the same.");
        Table(console, "input", diff.Inputs);
        Table(console, "figure", diff.Figures);
        if (diff.Divergence is not { } divergence)
            return;
        console.WriteLine($"The runs part at event {divergence.Line}:");
        console.WriteLine($"  A: {Print(a, divergence.A, divergence.Line)}");
        console.WriteLine($"  B: {Print(b, divergence.B, divergence.Line)}");
    }

    private static void Table(IAnsiConsole console, string name, IReadOnlyList<FigureChange> changes)
    {
        if (changes.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns(name, "A", "B", "change");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var change in changes)
            table.AddRow(new Text(change.Figure), new Text(change.A ?? "-"), new Text(change.B ?? "-"), new Text(change.Change));
        console.Write(table);
    }

    private static string Print(RunFolder run, string? line, long number)
    {
        if (line is null)
            return "has ended";
        var happened = new EventFile(run.Path).Parse(line, (int)(number - 1));
        return $"{Narrator.Format(happened.At)} UTC {happened.Entity} {string.Join("; ", Narrator.Narrate(happened))}";
    }

    private static IAnsiConsole Console(ParseResult parsed)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
