using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Views;

namespace DeskFleet.Durable.Tests.Views;

/// <summary>Each way of asking is one range of one index: no sorting, and no row is read that is not on the page.</summary>
public sealed class ViewIndexTests(PostgresServer postgres)
{
    private static readonly AccountId Account = new("a0", "r");
    private static readonly DirectoryId Directory = new("d-0");

    public static TheoryData<StoreKind, WorkSpaceFilter, string> Filters()
    {
        var data = new TheoryData<StoreKind, WorkSpaceFilter, string>();
        foreach (var kind in new[] { StoreKind.Sqlite, StoreKind.Postgres })
        {
            data.Add(kind, WorkSpaceFilter.All, kind == StoreKind.Postgres ? "fleet_workspace_pkey" : "sqlite_autoindex_fleet_workspace_1");
            data.Add(kind, new(State: Lifecycle.Stopped), "fleet_workspace_state");
            data.Add(kind, new(Account: Account), "fleet_workspace_account");
            data.Add(kind, new(Account: Account, State: Lifecycle.Stopped), "fleet_workspace_account_state");
            data.Add(kind, new(Account: Account, Bundle: new("Value")), "fleet_workspace_bundle");
            data.Add(kind, new(Directory: Directory), "fleet_workspace_directory");
            data.Add(kind, new(Directory: Directory, State: Lifecycle.Stopped), "fleet_workspace_directory_state");
            data.Add(kind, new(Directory: Directory, User: UserName.Of("u1")), "fleet_workspace_user");
        }

        return data;
    }

    [Theory, MemberData(nameof(Filters))]
    public async Task Page_OfEachFilter_IsARangeOfItsIndex(StoreKind kind, WorkSpaceFilter filter, string index)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Database.Execute(FillSql(kind));
        await silo.Database.Execute("ANALYZE fleet_workspace");
        var sql = DatabaseWorkSpaceView.Query(filter)
            .Replace("@service", "'s'", StringComparison.Ordinal).Replace("@after", "'ws-000005000'", StringComparison.Ordinal)
            .Replace("@account", $"'{Account}'", StringComparison.Ordinal).Replace("@directory", $"'{Directory}'", StringComparison.Ordinal)
            .Replace("@user_name", "'u1'", StringComparison.Ordinal).Replace("@bundle", "'Value'", StringComparison.Ordinal)
            .Replace("@state", "'STOPPED'", StringComparison.Ordinal).Replace("@limit", "26", StringComparison.Ordinal);

        var plan = await silo.Database.Rows(kind == StoreKind.Postgres ? $"EXPLAIN {sql}" : $"EXPLAIN QUERY PLAN {sql}");

        Assert.Matches($@"\b{index}\b", plan);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Filter", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("B-TREE", plan, StringComparison.Ordinal);
    }

    /// <summary>20,000 WorkSpaces in 10 accounts, 100 directories, 2 bundles and 4 states.</summary>
    private static string FillSql(StoreKind kind)
    {
        var numbers = kind == StoreKind.Postgres
            ? "generate_series(1, 20000) AS n"
            : "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) SELECT n FROM s)";
        var id = kind == StoreKind.Postgres ? "'ws-' || lpad(n::text, 9, '0')" : "'ws-' || printf('%09d', n)";
        return $"""
            INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded)
            SELECT 's', {id}, 'a' || (n % 10) || '/r', 'd-' || (n % 100), 'u' || n,
                   CASE n % 2 WHEN 0 THEN 'Value' ELSE 'Standard' END,
                   CASE n % 4 WHEN 0 THEN 'STOPPED' WHEN 1 THEN 'AVAILABLE' WHEN 2 THEN 'STARTING' ELSE 'ERROR' END, 1, ''
            FROM {numbers}
            """;
    }
}
