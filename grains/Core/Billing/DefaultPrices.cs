using System.Collections.Immutable;

namespace DeskFleet.Core.Billing;

/// <summary>
/// Prices to begin with: USD, after the list of us-east-1 of about 2017. Only the reduction of 4.00 for own licences (BYO-17) and the
/// 5.00 of the application manager (WAM-16) are given by the service's own answers; everything else is an assumption and meant to be configured (BIL-22).
/// </summary>
public static class DefaultPrices
{
    public static PriceBook Book { get; } = new(
    [
        new(
            EffectiveFrom: new(2017, 1, 1),
            Region: null,
            new Dictionary<string, HardwarePrices>
            {
                ["Value"] = new(new(25.00m), new(7.25m), new(0.22m)),
                ["Standard"] = new(new(35.00m), new(9.75m), new(0.30m)),
                ["Performance"] = new(new(60.00m), new(13.00m), new(0.57m)),
                ["Graphics"] = new(null, new(22.00m), new(1.75m)),
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
            PlusMonth: new(15.00m),
            ByolMonthOff: new(4.00m),
            ByolHourOff: new(0.04m),
            IdleDirectoryHour: new(0.05m))
        {
            ApplicationUserMonth = new(5.00m),
            PackageGigabyteMonth = new(0.023m),
            EgressGigabyte = new(0.09m),
        },
    ]);
}
