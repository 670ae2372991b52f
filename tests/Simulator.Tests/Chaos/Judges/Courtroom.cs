using System.Text;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Tests.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>Brings what tests play before the judges.</summary>
internal static class Courtroom
{
    public static ChaosEvidence EvidenceOf(ScriptedFleet fleet, Played played)
    {
        var end = fleet.Start + fleet.Length;
        return new()
        {
            Events = Encoding.UTF8.GetBytes(played.Log),
            EndsAt = end,
            Facts = FleetFacts.Unknown with { Prices = RunCase.JsonOf(BillingTerms.Default) },
            Bills = [.. BillsOf(played.Events, end)],
        };
    }

    public static IEnumerable<BillRecord> BillsOf(IEnumerable<LoggedEvent> events, Instant end)
    {
        var book = new UsageBook(Instant.MinValue);
        foreach (var happened in events)
            book.Read(happened);
        var bill = new RunBill(book, BillingTerms.Default, end);
        return bill.Months.Select(month => new BillRecord(null, RunCase.JsonOf(bill.Of(month))));
    }

    /// <summary>A line of a log that a test writes by hand.</summary>
    public static string Line(Instant at, string entity, long sequence, string what, string rest = "") =>
        $$$"""{"at":"{{{NodaTime.Text.InstantPattern.ExtendedIso.Format(at)}}}","entity":"{{{entity}}}","sequence":{{{sequence}}},"event":{"what":"{{{what}}}"{{{(rest.Length == 0 ? "" : "," + rest)}}} } }""";
}
