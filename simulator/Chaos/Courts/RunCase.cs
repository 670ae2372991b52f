using System.Text.Json;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Storage;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Courts;

/// <summary>Makes evidence of a plain run: the product's side of the seam, which turns its own words into JSON and plain facts.</summary>
public static class RunCase
{
    /// <param name="eventsFile">Where the run has written its event log.</param>
    /// <param name="bill">What the product bills for it.</param>
    /// <param name="records">What it has stored in the end.</param>
    public static ChaosEvidence Of(Scenario scenario, string eventsFile, RunBill bill, FinalRecords records, Instant endsAt) => new()
    {
        Records = records.ToJson(),
        EventsFile = eventsFile,
        EndsAt = endsAt,
        Facts = FactsOf(scenario),
        Faults = [.. FaultsOf(scenario)],
        Bills = [.. bill.Months.Select(month => new BillRecord(null, JsonOf(bill.Of(month))))],
    };

    public static FleetFacts FactsOf(Scenario scenario)
    {
        var map = new FleetMap(scenario);
        return new()
        {
            Directories =
            [
                .. scenario.Directories.Select(directory => new DirectoryFact(
                    FleetMap.DirectoryOf(directory.Name).Value, map.AccountOf(directory).ToString(), [directory.ZoneA, directory.ZoneB], directory.Dedicated)),
            ],
            Accounts = [.. map.Accounts.Select(account => new AccountFact(account.Account.ToString(), account.Quota))],
            Keys = [.. scenario.Keys.SelectMany(key => map.KeysNamed(key.Name).Select(arn => new KeyFact(arn.Value, key.Seats)))],
            Prices = JsonOf(scenario.Billing),
            BilledFrom = scenario.Start,
        };
    }

    /// <summary>What the scenario does to the fleet's clockwork; hosts that are lost are in the log themselves.</summary>
    public static IEnumerable<FaultRecord> FaultsOf(Scenario scenario) => scenario.Timeline
        .OfType<TimersStopped>()
        .OrderBy(stop => stop.At)
        .Select(stop => new FaultRecord(FaultKinds.TimersStopped, null, stop.At, stop.Until));

    public static JsonElement JsonOf(BillingTerms terms) => JsonSerializer.SerializeToElement(terms, FleetJson.Options);

    /// <summary>A statement with the amounts that it comes to, which storage leaves out.</summary>
    public static JsonElement JsonOf(Statement statement) => JsonSerializer.SerializeToElement(
        new
        {
            statement.Month,
            statement.AsOf,
            Lines = statement.Lines.Select(line => new
            {
                line.WorkSpace,
                line.Kind,
                line.Count,
                line.Share,
                line.UnitPrice,
                line.Item,
                line.Amount,
            }),
        },
        FleetJson.Options);
}
