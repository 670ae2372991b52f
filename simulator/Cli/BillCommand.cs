using System.CommandLine;
using System.Text.Json;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Reports;
using Spectre.Console;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>bill --run DIR --month YYYY-MM</c>: the statement of a month, made again from the run's event log alone; or from a report of hours.</summary>
public sealed class BillCommand : SimulatorCommand
{
    private readonly Option<string?> _run = new("--run") { Description = "The folder that a run wrote.", HelpName = "DIR" };
    private readonly Option<string?> _hours = new("--hours") { Description = "Instead of a run: monthly hours a desktop as CSV, such as the report of the WorkSpaces Cost Optimizer.", HelpName = "FILE" };
    private readonly Option<string> _region = new("--region") { Description = "Whose prices, with --hours; a region without prices of its own has the general ones.", HelpName = "REGION", DefaultValueFactory = _ => "us-east-1" };
    private readonly Option<string?> _month = new("--month") { Description = "The month, in UTC; may be left out where the run touches one only.", HelpName = "YYYY-MM" };
    private readonly Option<string?> _prices = new("--prices") { Description = $"Other prices and switches than the run's own {PriceFile.Name}.", HelpName = "FILE" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Divide the total by the values of this tag.", HelpName = "KEY" };
    private readonly Option<bool> _json = new("--json") { Description = "The statement as JSON: total, kinds of charge, groups, commitments, every line." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Every line of the statement as CSV." };

    public BillCommand()
        : base("bill", "Says what a month of a run, or of a report of hours, costs: by group with the break-even of the running modes, by tag, or line by line.")
    {
        foreach (var option in new Option[] { _run, _hours, _region, _month, _prices, _tag, _json, _csv })
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_json) is { Implicit: false } && result.GetResult(_csv) is { Implicit: false })
                result.AddError("--json and --csv exclude each other; give one of them.");
            if (result.GetResult(_run) is { Implicit: false } == result.GetResult(_hours) is { Implicit: false })
                result.AddError("Name either the folder of a run with --run, or a report of hours with --hours.");
            if (result.GetResult(_hours) is { Implicit: false } && (result.GetResult(_csv) is { Implicit: false } || result.GetResult(_tag) is { Implicit: false }))
                result.AddError("--hours goes with --json, --region, --month and --prices; it knows no lines and no tags.");
        });
        SetAction(Bill);
    }

    public override string Examples => """
          deskfleet-sim bill --run out/ordinary-company --month 2026-03
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --csv > march.csv
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --tag group
          deskfleet-sim bill --run out/ordinary-company --month 2026-03 --prices next-year.json --json
          deskfleet-sim bill --hours optimizer-2026-03.csv --region eu-central-1
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

        if (parsed.GetValue(_hours) is { } hours)
            return BillHours(parsed, hours, (terms ?? BillingTerms.Default).Prices);
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

    /// <summary>At the newest prices, unless a month is named.</summary>
    private int BillHours(ParseResult parsed, string path, PriceBook prices)
    {
        var asked = parsed.GetValue(_month);
        var month = BillingMonth.TryParse(asked ?? "");
        if (asked is not null && month is null)
            return Fail(parsed, $"'{asked}' is no month; write such as 2026-03.");
        var (desktops, faults) = MonthlyHours.Read(path);
        if (!faults.IsEmpty)
        {
            ScenarioFaults.Print(parsed.InvocationConfiguration.Error, faults, showsAll: false, "");
            return Fail(parsed, $"{faults.Length} fault{(faults.Length == 1 ? "" : "s")}; nothing was billed.");
        }

        var bill = HoursBill.Of(desktops, prices, parsed.GetValue(_region)!, month?.Start ?? prices.Lists.Max(list => list.EffectiveAt));
        if (parsed.GetValue(_json))
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(new { bill, cannotKnow = HoursBill.CannotKnow }, OutputFolder.Json));
        else
            HoursTable.Print(Console(parsed), bill);
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
