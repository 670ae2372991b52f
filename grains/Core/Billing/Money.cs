using System.Globalization;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>An amount in US dollars, exact. Nothing is rounded until an invoice line is made (BIL-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.money")]
public readonly record struct Money(decimal Usd) : IComparable<Money>
{
    public static Money Zero => default;

    /// <summary>To cents, half away from zero: how every invoice line is rounded (BIL-01).</summary>
    public Money Rounded => new(decimal.Round(Usd, 2, MidpointRounding.AwayFromZero));

    public static Money operator +(Money left, Money right) => new(left.Usd + right.Usd);

    public static Money operator -(Money left, Money right) => new(left.Usd - right.Usd);

    public static Money operator *(Money price, long count) => new(price.Usd * count);

    public static bool operator <(Money left, Money right) => left.Usd < right.Usd;

    public static bool operator >(Money left, Money right) => left.Usd > right.Usd;

    public static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    public int CompareTo(Money other) => Usd.CompareTo(other.Usd);

    public override string ToString() => Usd.ToString("0.00##", CultureInfo.InvariantCulture);
}
