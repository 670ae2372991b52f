using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Grains.Views;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Views;

/// <summary>The view of a database. Thread-safe.</summary>
public sealed class DatabaseWorkSpaceView(FleetDatabase database, JournalTail tail, LoopBook loops, string serviceId) : IWorkSpaceView
{
    /// <summary>A view whose keeper has failed for longer is not shown any more: whoever asks would take what it lacks for gone.</summary>
    public static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(30);

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>The query of a filter: what is given is compared, so that its index gives the page as one range.</summary>
    public static string Query(WorkSpaceFilter filter)
    {
        var sql = new StringBuilder("SELECT id, sequence, folded FROM fleet_workspace WHERE service = @service AND id > @after");
        foreach (var (column, value) in Columns(filter))
            sql.Append(value is null ? "" : $" AND {column} = @{column}");
        return sql.Append(" ORDER BY id LIMIT @limit").ToString();
    }

    public async Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default)
    {
        ViewLimits.Check(filter, limit);
        CheckUpToDate();
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null, Query(filter), ("service", serviceId), ("after", after?.Value ?? ""), ("limit", limit + 1));
        foreach (var (column, value) in Columns(filter))
        {
            if (value is not null)
                command.Add(column, value);
        }

        return await Page(command, limit, cancellation);
    }

    public async Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation = default)
    {
        CheckUpToDate();
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, _scripts["Views/Counts"], ("service", serviceId));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var counts = ImmutableArray.CreateBuilder<WorkSpaceCount>();
        while (await rows.ReadAsync(cancellation))
            counts.Add(CountOf(rows));
        return counts.ToImmutable();
    }

    public async Task<ViewStanding> Standing(CancellationToken cancellation = default)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, _scripts["Views/Position"], ("service", serviceId), ("name", "workspace"));
        var position = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        return new(new(position), tail.Settled < new JournalPosition(position) ? new(position) : tail.Settled);
    }

    /// <exception cref="FleetUnavailableException">It lacks what has happened lately.</exception>
    private void CheckUpToDate()
    {
        if (tail.Obstacle is { } unknown)
        {
            throw new FleetUnavailableException(
                $"The list of WorkSpaces lacks what happened lately, for {unknown}; one by its id is shown as it is.");
        }

        if (loops.View is { Obstacle: { } obstacle, Age: { } age } && age > MaxBehind)
            throw new FleetUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The list of WorkSpaces lacks what happened in the last {age.TotalSeconds:0} s, for it could not be written ({obstacle}); one by its id is shown as it is."));
    }

    private static IEnumerable<(string Column, string? Value)> Columns(WorkSpaceFilter filter)
    {
        // A directory belongs to one account: its own index is the narrower one.
        yield return ("account", filter.Account?.ToString());
        yield return ("directory", filter.Directory?.Value);
        yield return ("user_name", filter.User?.Key);
        yield return ("bundle", filter.Bundle?.Value);
        yield return ("state", filter.State?.ToWire());
    }

    /// <summary>A row that cannot be read is passed over and hides none of the others.</summary>
    private async Task<WorkSpacePage> Page(DbCommand command, int limit, CancellationToken cancellation)
    {
        var items = ImmutableArray.CreateBuilder<ListedWorkSpace>();
        WorkSpaceId? last = null;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        for (var count = 0; await rows.ReadAsync(cancellation); count++)
        {
            if (count == limit)
                return new(items.ToImmutable(), last);
            last = new(rows.GetString(0));
            if (loops.View.Try($"row of {last}", () => Item(rows), null) is { } item)
                items.Add(item);
        }

        return new(items.ToImmutable(), null);
    }

    private static ListedWorkSpace? Item(DbDataReader row) =>
        ListedWorkSpace.Of(new(JsonSerializer.Deserialize<WorkSpaceState>(row.GetString(2), FleetJson.Options)!, row.GetInt64(1)));

    private static WorkSpaceCount CountOf(DbDataReader row)
    {
        var account = row.GetString(0).Split('/');
        return new(
            new(account[0], account[1]),
            new(row.GetString(1)),
            new(row.GetString(2)),
            Enum.Parse<RunningMode>(row.GetString(3)),
            LifecycleNames.FromWire(row.GetString(4)),
            Convert.ToBoolean(row.GetValue(5), CultureInfo.InvariantCulture),
            row.GetInt64(6));
    }
}
