using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Durable.Tests.Billing;

/// <summary>The bill of an account, put together from grains, view and journal on each store.</summary>
public sealed class AccountBillTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    [Trait("Rule", "TAG-03")]
    [Trait("Rule", "MKT-08")]
    public async Task Bill_OfAnAccount_IsTheSumOfEverybodysStatements(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var (there, gone) = await LiveALittle(silo);
        var month = BillingMonth.Of(Now(silo));
        await Eventually.True(async () => (await silo.Fleet.Bill(Fleet.Account, month, "dept", Cancellation)).WorkSpaces == 3, "three desktops are billed");

        var bill = await silo.Fleet.Bill(Fleet.Account, month, "dept", Cancellation);

        var own = await Task.WhenAll(there.Append(gone).Select(async id => Assert.IsType<StatementRead>(await silo.Fleet.Statement(id, month)).Statement));
        var lines = await silo.Fleet.Statements(Fleet.Account, month, Cancellation).SelectMany(statement => statement.Lines).ToListAsync(Cancellation);
        Assert.Equal(own.SelectMany(statement => statement.Lines).Select(Text).Order(), lines.Where(line => line.WorkSpace is not null).Select(Text).Order());
        Assert.Equal(Money.Sum(lines.Select(line => line.Amount)), bill.Total);
        Assert.Equal(bill.Total, Money.Sum(bill.Kinds.Values));
        Assert.Equal(bill.Total, Money.Sum(bill.Tags!.Values));
        Assert.Equal(own[0].Total, bill.Tags["fin"]);
        Assert.Equal(["cad"], lines.Where(line => line.Kind == ChargeKind.MarketplaceMonth).Select(line => line.Item!));
        Assert.Equal((false, 1), (bill.IsFinal, bill.UnpricedLines)); // the shipped prices know no application of the marketplace
        Assert.Contains(ChargeKind.PackageStorage, bill.Kinds.Keys);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    [Trait("Rule", "BIL-21")]
    public async Task RunningTime_OfADirectory_IsThatOfItsWorkSpacesTerminatedOnesIncluded(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var (there, gone) = await LiveALittle(silo);
        var (from, to) = (Now(silo) - Duration.FromDays(1), Now(silo));

        var each = await Task.WhenAll(there.Append(gone).Select(id => silo.Fleet.RunningTime(id, from, to)));

        Assert.All(each, ran => Assert.True(ran > Duration.Zero, "It never ran."));
        var sum = each.Aggregate(Duration.Zero, (sum, ran) => sum + ran);
        await Eventually.Is(sum, () => silo.Fleet.RunningTime(Fleet.Directory, from, to, Cancellation), "the directory's running time");
        Assert.Equal(Duration.Zero, await silo.Fleet.RunningTime(new DirectoryId("d-other"), from, to, Cancellation));
        Assert.Equal(Duration.Zero, await silo.Fleet.RunningTime(there[0], from - Duration.FromDays(1), from));
    }

    [Fact]
    public async Task Statements_OfAMonthLongPast_SaysWhichAreKnown()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => silo.Fleet.Bill(Fleet.Account, new(2017, 4), cancellation: Cancellation));

        Assert.Contains("other months are made from the event log", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Ann's desktop is tagged and has an application of the marketplace, bob's is plain, and one is terminated.</summary>
    private static async Task<(IReadOnlyList<WorkSpaceId> There, WorkSpaceId Gone)> LiveALittle(DurableSilo silo)
    {
        await silo.Fleet.SetUp();
        await silo.Fleet.Accept(Entity.OfRegistry(Fleet.Account), new Enlist(ListedKind.Directory, Fleet.Directory.Value));
        await silo.Fleet.Accept(Entity.Of(Fleet.Account), new MeterPackages(130));
        var (ann, bob, gone) = (await silo.Fleet.LaunchOne("ann"), await silo.Fleet.LaunchOne("bob"), await silo.Fleet.LaunchOne("cem"));
        Assert.IsType<Accepted>(await silo.Fleet.CreateTags(ann, new(Fleet.NewId(), [new("dept", "fin")])));
        Assert.IsType<Connected>(await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), new("s-1"))));
        await silo.Fleet.Accept(Entity.Of(ann), new Core.Applications.AssignApplication(Fleet.NewId(), new("cad"), Core.Applications.ApplicationSource.Marketplace));
        await silo.Fleet.Accept(Entity.Of(ann), new Core.Applications.LaunchApplication(Fleet.NewId(), new("cad")));
        Assert.IsType<Accepted>(await silo.Fleet.Terminate(gone, new(Fleet.NewId())));
        await silo.Fleet.Until(gone, Patience, Lifecycle.Terminated);
        return ([ann, bob], gone);
    }

    private static Instant Now(DurableSilo silo) => silo.Services.GetRequiredService<IFleetClock>().Now;

    private static string Text(StatementLine line) => $"{line.WorkSpace} {line.Kind} {line.Count} x {line.Share.Part}/{line.Share.Whole} of {line.UnitPrice}";
}
