using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Views;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>
/// The view of WorkSpaces cannot be written: nobody is shown a list without those that are there, and all else is answered as before.
/// </summary>
public sealed class BrokenViewTests(PostgresServer postgres)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(
        StoreKind.Sqlite,
        "CREATE TRIGGER broken BEFORE INSERT ON fleet_workspace BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END",
        "DROP TRIGGER broken")]
    [InlineData(
        StoreKind.Postgres,
        "ALTER TABLE fleet_workspace ADD CONSTRAINT broken CHECK (id = 'broken on purpose') NOT VALID",
        "ALTER TABLE fleet_workspace DROP CONSTRAINT broken")]
    public async Task Lists_OfAViewThatIsNotWritten_AreRefusedUntilItIs(StoreKind kind, string breaks, string mends)
    {
        var connection = kind == StoreKind.Postgres ? postgres.NewDatabase() : "";
        using var silo = await LiveSilo.StartOn(connection);
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        await Eventually.True(async () => (await List(silo)).Length == 1, "ann is listed");
        await using var database = kind == StoreKind.Postgres ? new PostgresDatabase(connection) : silo.OpenDatabase();

        await database.Execute(breaks);
        var bob = await silo.Fleet.LaunchOne("bob");
        await Eventually.True(async () => await Refusal(silo) is { } said && said.Contains("lacks what happened", Ordinal), "the list is refused", Patience);

        Assert.NotNull(await silo.Fleet.Describe(bob, TestContext.Current.CancellationToken));
        Assert.NotNull(await silo.Fleet.Describe(ann, TestContext.Current.CancellationToken));
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(silo.Address, "metrics"), TestContext.Current.CancellationToken);
        var counted = metrics.Split('\n').Where(line => line.StartsWith("deskfleet_workspaces{", Ordinal)).Select(line => line.Split(' ')[1]);
        Assert.Equal(2, counted.Sum(count => int.Parse(count, CultureInfo.InvariantCulture)));
        Assert.Matches("deskfleet_loop_round_age_seconds\\{[^}]*deskfleet_loop=\"view\"[^}]*\\} ([3-9][0-9]|[1-9][0-9]{2})", metrics);

        await database.Execute(mends);
        await Eventually.True(async () => await Refusal(silo) is null && (await List(silo)).Length == 2, "both are listed", Patience);
    }

    /// <summary>A silo that stands still in the midst of it holds its place until the server ends its transaction; here it never does.</summary>
    [Fact]
    public async Task Lists_OfAViewWhoseKeeperStandsStill_AreRefusedByTheOthersUntilHeGoes()
    {
        var connection = postgres.NewDatabase();
        using var silo = await LiveSilo.StartOn(connection);
        await silo.Fleet.SetUp();
        await using var database = new PostgresDatabase(connection);
        await using var keeper = await database.Open(TestContext.Current.CancellationToken);
        await using var place = await keeper.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var taken = keeper.CreateCommand())
        {
            taken.CommandText = "SELECT position FROM fleet_view WHERE name = 'workspace' FOR UPDATE";
            await taken.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        await silo.Fleet.LaunchOne("ann");
        await Eventually.True(async () => await Refusal(silo) is { } said && said.Contains("does not get on", Ordinal), "the list is refused", Patience);

        await place.RollbackAsync(TestContext.Current.CancellationToken);
        await Eventually.True(async () => await Refusal(silo) is null && (await List(silo)).Length == 1, "she is listed", Patience);
    }

    private static async Task<ListedWorkSpace[]> List(LiveSilo silo) => [.. (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items];

    /// <summary>What is said in place of the list; null: it is there.</summary>
    private static async Task<string?> Refusal(LiveSilo silo)
    {
        try
        {
            await List(silo);
            return null;
        }
        catch (FleetUnavailableException refused)
        {
            return refused.Message;
        }
    }
}
