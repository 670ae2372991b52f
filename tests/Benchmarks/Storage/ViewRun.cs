using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Benchmarks.Storage;

/// <summary>What a page of the view costs in a small fleet and in a large one.</summary>
internal sealed class ViewRun(FleetDatabase database) : IDisposable
{
    private const int Queries = 200;
    private const int Page = 25;
    private static readonly AccountId Account = new("acme", "us-east-1");
    private static readonly DirectoryId Directory = new("d-7");

    private readonly LoopBook _loops = new(TimeProvider.System, NullLogger<LoopBook>.Instance);

    private readonly JournalTail _tail = new(database, new(TimeProvider.System, NullLogger<LoopBook>.Instance), TimeProvider.System, NullLogger<JournalTail>.Instance);

    public static IReadOnlyList<int> Sizes { get; } = [1_000, 1_000_000];

    public static IReadOnlyList<(string Name, WorkSpaceFilter Filter)> Filters { get; } =
    [
        ("all", WorkSpaceFilter.All),
        ("account", new(Account: Account)),
        ("account, state", new(Account: Account, State: Lifecycle.Error)),
        ("directory", new(Directory: Directory)),
        ("directory, user", new(Directory: Directory, User: UserName.Of("u7"))),
        ("account, bundle", new(Account: Account, Bundle: new("Value"))),
    ];

    /// <summary>So many WorkSpaces in 100 directories; one in a hundred is in ERROR.</summary>
    public async Task Fill(int size)
    {
        await using var connection = await database.Open(default);
        var identity = new WorkSpaceIdentity(new(1, "op"), Directory, UserName.Of("u7"), Account, Account, new("us-east-1a"), Bundle.Defaults[0]);
        var folded = JsonSerializer.Serialize(
            WorkSpaceState.Unlaunched(new("ws-000000001")) with { Lifecycle = Lifecycle.Stopped, Identity = identity }, FleetJson.Options);
        var isSqlite = database is SqliteDatabase;
        var id = isSqlite ? "printf('ws-%09d', n)" : "'ws-' || lpad(n::text, 9, '0')";
        var numbers = isSqlite
            ? $"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {size}) SELECT n FROM s)"
            : $"generate_series(1, {size}) AS n";
        await using var fill = connection.Command(
            null,
            $"""
            DELETE FROM fleet_workspace;
            INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded)
            SELECT @service, {id}, '{Account}', 'd-' || (n % 100), 'u' || n, CASE n % 2 WHEN 0 THEN 'Standard' ELSE 'Value' END,
                   CASE n % 100 WHEN 7 THEN 'ERROR' ELSE 'STOPPED' END, 1, @folded
            FROM {numbers};
            ANALYZE fleet_workspace
            """,
            ("service", FleetClientOptions.ServiceId), ("folded", folded));
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync();
    }

    /// <summary>The median time of a page somewhere in the list.</summary>
    public async Task<double> Milliseconds(WorkSpaceFilter filter, int size)
    {
        var view = new DatabaseWorkSpaceView(database, _tail, _loops, FleetClientOptions.ServiceId);
        var times = new List<double>();
        for (var i = 0; i < Queries; i++)
        {
            var after = new WorkSpaceId($"ws-{i * (size / Queries):d9}");
            var started = Stopwatch.GetTimestamp();
            await view.List(filter, filter.User is null ? after : null, Page);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Order().ElementAt(Queries / 2);
    }

    public void Dispose() => _tail.Dispose();
}
