using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>The product's bills are what the log comes to, to the cent: fixed fees, started hours, months, Plus and data (BIL-01..17).</summary>
internal sealed class BillJudge(ChaosEvidence evidence, MeterBook book, Docket docket)
{
    private const string Name = "bills are what the log comes to";

    private IEnumerable<MeterTrack> Meters =>
        evidence.Facts.BilledFrom is { } start ? book.Desktops.Values.Select(meter => meter.From(start)) : book.Desktops.Values;

    public void Judge()
    {
        if (evidence.Facts.Prices is not { } file || evidence.Bills.Count == 0)
            return;
        var prices = new PricesInForce(file);
        foreach (var bill in evidence.Bills)
        {
            var asOf = bill.Statement.Time("asOf") ?? evidence.EndsAt;
            var right = new FirstPrinciples(prices, asOf);
            var month = Month.Parse(bill.Statement.Text("month")!);
            if (bill.Statement.Part("lines") is { } lines)
                Desktops(bill, lines, month, asOf, right);
            else
                Totals(bill, month, asOf, right);
        }
    }

    private void Desktops(BillRecord bill, JsonElement lines, Month month, Instant asOf, FirstPrinciples right)
    {
        var said = lines.EnumerateArray()
            .Where(line => line.Text("workSpace") is not null && Charge.Kinds.Contains(line.Text("kind")))
            .GroupBy(line => LogLine.WorkSpacePrefix + line.Text("workSpace"))
            .ToDictionary(desktop => desktop.Key, desktop => Sum(desktop.Select(ChargeOf)), StringComparer.Ordinal);
        foreach (var meter in Meters.Where(meter => bill.Subject is null || bill.Subject == meter.Desktop.Entity))
        {
            var entity = meter.Desktop.Entity;
            Compare(entity, month, asOf, said.GetValueOrDefault(entity) ?? [], Sum(right.Of(meter, month)));
            said.Remove(entity);
        }

        foreach (var stranger in said.Keys)
            docket.Add(Name, stranger, asOf, $"is billed in {month}, and the log knows no such desktop");
    }

    /// <summary>A summary that has sums alone.</summary>
    private void Totals(BillRecord bill, Month month, Instant asOf, FirstPrinciples right)
    {
        var sums = Sum(Meters.SelectMany(meter => right.Of(meter, month)));
        foreach (var (name, kind) in new[] { ("autoStopBase", "AutoStopBase"), ("hours", "Hours"), ("alwaysOnMonth", "AlwaysOnMonth"), ("plusMonth", "PlusMonth") })
        {
            var (said, comes) = (bill.Statement.Amount(name), sums.GetValueOrDefault(kind).Amount);
            if (said is not null && said != comes)
                docket.Add(Name, bill.Subject ?? "", asOf, string.Create(CultureInfo.InvariantCulture, $"{month} has {said:0.00} USD of {kind}, and the log comes to {comes:0.00}"));
        }

        if (bill.Statement.Number("billedHours") is { } hours && hours != sums.GetValueOrDefault("Hours").Count)
            docket.Add(Name, bill.Subject ?? "", asOf, $"{month} has {hours} hours, and the log comes to {sums.GetValueOrDefault("Hours").Count}");
    }

    private void Compare(string entity, Month month, Instant asOf, Dictionary<string, Charge> said, Dictionary<string, Charge> right)
    {
        foreach (var kind in Charge.Kinds)
        {
            var (has, comes) = (said.GetValueOrDefault(kind, new(kind, 0, 0)), right.GetValueOrDefault(kind, new(kind, 0, 0)));
            if (has.Amount != comes.Amount || (kind == "Hours" && has.Count != comes.Count))
                docket.Add(Name, entity, asOf, $"{month} bills {has}, and the log comes to {comes}");
        }
    }

    private static Dictionary<string, Charge> Sum(IEnumerable<Charge> charges) =>
        charges.GroupBy(charge => charge.Kind).ToDictionary(same => same.Key, same => same.Aggregate((a, b) => a + b), StringComparer.Ordinal);

    /// <summary>The amount as it is said; where it is left out, as the line's own figures give it.</summary>
    private static Charge ChargeOf(JsonElement line)
    {
        var (kind, count, share) = (line.Text("kind")!, line.Number("count") ?? 1, line.Part("share") ?? default);
        return line.Amount("amount") is { } amount
            ? new(kind, count, amount)
            : Charge.Of(kind, count, line.Amount("unitPrice"), share.Number("part") ?? 1, share.Number("whole") ?? 1);
    }
}
