using System.CommandLine;
using System.Text.Json;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Reports;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>bill --run DIR --month YYYY-MM</c>: the statement of a month, made again from the run's event log alone.</summary>
public sealed class BillCommand : SimulatorCommand
{
    private readonly Option<string> _run = new("--run") { Description = "The folder that a run wrote.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _month = new("--month") { Description = "The month, in UTC; may be left out where the run touches one only.", HelpName = "YYYY-MM" };
    private readonly Option<string?> _prices = new("--prices") { Description = $"Other prices and switches than the run's own {PriceFile.Name}.", HelpName = "FILE" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Divide the total by the values of this tag.", HelpName = "KEY" };
    private readonly Option<bool> _json = new("--json") { Description = "The statement as JSON: total, kinds of charge, groups, commitments, every line." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Every line of the statement as CSV." };

    public BillCommand()
        : base("bill", "Says what a month of a run cost: by group with the break-even of the running modes, by tag, or line by line.")
    {
        foreach (var option in new Option[] { _run, _month, _prices, _tag, _json, _csv })
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_json) is { Implicit: false } && result.GetResult(_csv) is { Implicit: false })
                result.AddError("--json and --csv exclude each other; give one of them.");
        });
        SetAction(Bill);
    }

    public override string Examples => """
          deskfleet-sim bill --run out/ordinary-company --month 2026-03
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --csv > march.csv
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --tag group
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --prices next-year.json --json
        """;

    private int Bill(ParseResult parsed)
    {
        BillingTerms? terms;
        try
        {
            terms = parsed.GetValue(_prices) is { } prices ? PriceFile.Read(prices) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(parsed, $"The prices cannot be read: {fault.Message} Name a file such as a run's own {PriceFile.Name} with --prices.");
        }

        try
        {
            return Bill(parsed, new(parsed.GetValue(_run)!, terms));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(parsed, $"The bill cannot be made: {fault.Message} Name the folder that 'run' wrote with --run.");
        }
    }

    private int Bill(ParseResult parsed, BilledRun run)
    {
        var months = run.Bill.Months.ToList();
        if (months.Count == 0)
            return Fail(parsed, "Nothing was billed in this run: no desktop ever became available.");
        var asked = parsed.GetValue(_month);
        var month = asked is null && months is [var only] ? only : BillingMonth.TryParse(asked ?? "");
        if (month is not { } wanted || !months.Contains(wanted))
            return Fail(parsed, $"{(asked is null ? "The run touches several months" : $"'{asked}' is no month of this run")}; write --month with one of {string.Join(", ", months)}.");
        Print(parsed, run, BilledMonth.Of(run, wanted, parsed.GetValue(_tag)));
        return ExitCodes.Done;
    }

    private void Print(ParseResult parsed, BilledRun run, BilledMonth bill)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize(bill, OutputFolder.Json));
        else if (parsed.GetValue(_csv))
            BillCsv.Write(output, bill);
        else
            new BillTable(Console(parsed)).Print(bill, parsed.GetValue(_tag));
    }

    private static int Fail(ParseResult parsed, string message)
    {
        parsed.InvocationConfiguration.Error.WriteLine(message);
        return ExitCodes.BadInput;
    }

    private static IAnsiConsole Console(ParseResult parsed)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }

    private const int WidthWithoutTerminal = 200;
}
