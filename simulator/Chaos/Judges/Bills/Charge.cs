using System.Globalization;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>A line of a bill, as the judge counts it: what for, how many, how much.</summary>
/// <param name="Kind">The name that bills have for it: <c>Hours</c>.</param>
/// <param name="Amount">USD, rounded once, half away from zero to cents (BIL-01).</param>
internal readonly record struct Charge(string Kind, long Count, decimal Amount)
{
    public static readonly string[] Kinds = ["AutoStopBase", "Hours", "AlwaysOnMonth", "PlusMonth", "Egress"];

    public static Charge Of(string kind, long count, decimal? price, long part = 1, long whole = 1) =>
        new(kind, count, Math.Round((price ?? 0) * count * part / whole, 2, MidpointRounding.AwayFromZero));

    public static Charge operator +(Charge a, Charge b) => new(a.Kind, a.Count + b.Count, a.Amount + b.Amount);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} x {Kind} = {Amount:0.00} USD");
}
