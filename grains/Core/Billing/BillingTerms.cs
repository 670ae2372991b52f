namespace DeskFleet.Core.Billing;

/// <summary>Everything that a bill is made from besides what happened: configuration (BIL-22).</summary>
public sealed record BillingTerms(PriceBook Prices, BillingOptions Options)
{
    public static BillingTerms Default { get; } = new(DefaultPrices.Book, BillingOptions.Default);
}
