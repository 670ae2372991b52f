using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Durable.Tests.Journal;

/// <summary>Bills ask who was terminated: what that costs goes by the terminated, and not by all that has happened.</summary>
public sealed class TerminatedTests(PostgresServer postgres)
{
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    [Trait("RulePart", "BIL-01")]
    public async Task Terminated_OfAnAccountSinceAnInstant_AreFoundByTheirIndex(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var journal = silo.Services.GetRequiredService<IJournalReader>();
        foreach (var fill in FillSql(kind))
            await silo.Database.Execute(fill);
        await silo.Database.Execute("ANALYZE fleet_journal");

        // Of the hundred of March 14 are of a1 and 20 of d-40; of ten nobody knows whose they are, since their launch is not kept.
        Assert.Equal(200, (await All(journal, null, null, March - Duration.FromDays(40))).Count);
        Assert.Equal(100, (await All(journal, null, null, March)).Count);
        Assert.Equal(["ws-000000280", "ws-000000400"], (await All(journal, new("a0", "r"), null, March)).Take(2).Select(id => id.Value));
        Assert.Equal(14 + 10 - 2, (await All(journal, new("a1", "r"), null, March)).Count);
        Assert.Equal(20 + 10, (await All(journal, null, new("d-40"), March)).Count);
        var first = await journal.Terminated(null, null, March, null, 3, Cancellation);
        Assert.Equal([40, 80, 120, 160, 200, 240], first.Concat(await journal.Terminated(null, null, March, first[^1], 3, Cancellation)).Select(id => int.Parse(id.Value[3..])));

        var sql = new SqlScripts(silo.Database.Dialect)["Journal/Terminated"]
            .Replace("@service", $"'{FleetClientOptions.ServiceId}'", StringComparison.Ordinal).Replace("@since", "'2026-03-01T00:00:00Z'", StringComparison.Ordinal)
            .Replace("@after", "''", StringComparison.Ordinal).Replace("@account", "'a1/r'", StringComparison.Ordinal)
            .Replace("@directory", "''", StringComparison.Ordinal).Replace("@limit", "1000", StringComparison.Ordinal);
        var plan = await silo.Database.Rows(kind == StoreKind.Postgres ? $"EXPLAIN {sql}" : $"EXPLAIN QUERY PLAN {sql}");
        Assert.Contains("fleet_journal_terminated", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)SCAN (gone|launch)", plan);
    }

    private static async Task<List<WorkSpaceId>> All(IJournalReader journal, AccountId? account, DirectoryId? directory, Instant since) =>
        [.. await journal.Terminated(account, directory, since, null, IJournalReader.MaxLines, Cancellation)];

    /// <summary>4,000 WorkSpaces with a launch and twenty sessions each; every twentieth is terminated, one half in February.</summary>
    private static IEnumerable<string> FillSql(StoreKind kind)
    {
        var isPostgres = kind == StoreKind.Postgres;
        var id = isPostgres ? "'ws-' || lpad(n::text, 9, '0')" : "'ws-' || printf('%09d', n)";
        yield return Lines("n % 400 <> 0", "1", "'2026-01-05T08:00:00Z'", """
            '{"what":"state-changed","on":"LaunchAccepted","from":"NONE","to":"PENDING","terms":{"identity":{"account":"a' || (n % 7) || '/r","directory":"d-' || (n % 100) || '"}}}'
            """);
        foreach (var session in Enumerable.Range(2, 20))
            yield return Lines("true", $"{session}", "'2026-02-05T08:00:00Z'", """'{"what":"session-opened","session":"s"}'""");
        yield return Lines("n % 20 = 0", "22", "CASE WHEN n % 40 = 0 THEN '2026-03-05T08:00:00Z' ELSE '2026-02-10T08:00:00Z' END", """
            '{"what":"state-changed","on":"TerminateDone","from":"TERMINATING","to":"TERMINATED"}'
            """);

        string Lines(string which, string sequence, string at, string happened) => $"""
            INSERT INTO fleet_journal (service, kind, key, sequence, at, event)
            SELECT '{FleetClientOptions.ServiceId}', 'WorkSpace', {id}, {sequence}, {(isPostgres ? $"CAST({at} AS timestamptz)" : at)}, {(isPostgres ? $"CAST({happened.Trim()} AS json)" : happened.Trim())}
            FROM {(isPostgres ? "generate_series(1, 4000) AS n" : "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) SELECT n FROM s)")}
            WHERE {which}
            """;
    }
}
