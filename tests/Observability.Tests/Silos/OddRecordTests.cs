using System.Text.Json;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>No record, however odd, stops a loop over all of them: it is named, counted and passed over.</summary>
public sealed class OddRecordTests(PostgresServer postgres)
{
    /// <summary>The announcer begins a minute after the start, and the auditor takes 2 s a page.</summary>
    private static readonly TimeSpan ARound = TimeSpan.FromMinutes(5);

    private static readonly string[] Alone = ["alarms", "announcer", "auditor", "census", "journal_tail", "overdue", "retention", "view", "wake_scan"];

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Loops_FedARecordOfEveryKindInEveryState_GoOnAndNameWhatTheyPassOver(StoreKind kind)
    {
        // Nobody but PostgreSQL has several clusters that could claim it.
        string[] all = kind == StoreKind.Postgres ? [.. Alone.Append("cluster").Order(StringComparer.Ordinal)] : Alone;
        var connection = kind == StoreKind.Postgres ? postgres.NewDatabase() : "";
        using var silo = await LiveSilo.StartOn(connection);
        await silo.Fleet.SetUp();
        var (ann, bob) = (await silo.Fleet.LaunchOne("ann"), await silo.Fleet.LaunchOne("bob"));
        await Eventually.True(async () => (await silo.Fleet.List(WorkSpaceFilter.All, null, 100)).Items.Length == 2, "both are listed");
        await silo.Kill();
        await using var database = kind == StoreKind.Postgres ? new PostgresDatabase(connection) : silo.OpenDatabase();
        var odd = new OddRecords(database);
        await odd.Plant(bob);

        await silo.StartProcess();
        await silo.Fleet.Accept(Entity.Of(new DirectoryId("d-unregistered")), new CreateDirectory(Fleet.Account, Profile));

        await Eventually.True(async () => await Told(silo) is var told && all.All(loop => told.ContainsKey(loop) && told[loop].GetProperty("rounds").GetInt64() > 0), "each loop has had a round", ARound);
        var loops = await Told(silo);
        Assert.Equal(all, loops.Keys.Order(StringComparer.Ordinal));
        Assert.All(loops.Values, loop => Assert.False(loop.GetProperty("isLate").GetBoolean()));
        foreach (var damaged in odd.Damaged)
            Assert.Contains(silo.Output, line => line.Contains("The loop auditor passes over", StringComparison.Ordinal) && line.Contains($"{damaged}", StringComparison.Ordinal));
        foreach (var (loop, what) in new[] { ("view", "line "), ("census", "WorkSpace:damaged-"), ("retention", "WorkSpace:damaged-3") })
            Assert.Contains(silo.Output, line => line.Contains($"The loop {loop} passes over {what}", StringComparison.Ordinal));
        Assert.True(loops["auditor"].GetProperty("skipped").GetInt64() >= odd.Damaged.Count);

        // Whoever is not odd is served, and so is the one whose row was damaged: it comes from the record.
        var listed = (await silo.Fleet.List(new(Directory: Fleet.Directory), null, 100)).Items;
        Assert.Equal([ann, bob], listed.Select(item => item.Desktop.Id).OrderBy(id => id == bob));
        Assert.IsNotType<Refused>(await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), new("s-1"))));
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(silo.Address, "metrics"), TestContext.Current.CancellationToken);
        foreach (var loop in all)
            Assert.Matches($"deskfleet_loop_round_age_seconds\\{{[^}}]*deskfleet_loop=\"{loop}\"[^}}]*\\}} [0-9]", metrics);
        Assert.Matches("deskfleet_loop_records_skipped_total\\{[^}]*deskfleet_loop=\"auditor\"[^}]*\\} [1-9]", metrics);
    }

    private static DirectoryProfile Profile { get; } = new(DirectoryType.SimpleAd, "corp.example.com", "CORP", "", "Small", "vpc-1", ["subnet-a", "subnet-b"], ["10.0.0.1"], "");

    /// <summary>What the operator's page is told of the loops.</summary>
    private static async Task<Dictionary<string, JsonElement>> Told(LiveSilo silo)
    {
        using var http = new HttpClient();
        using var live = new StreamReader(await http.GetStreamAsync(new Uri(silo.Address, "operator/live"), TestContext.Current.CancellationToken));
        string? line;
        do
            line = await live.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);
        using var page = JsonDocument.Parse(line!["data: ".Length..]);
        return page.RootElement.GetProperty("loops").EnumerateArray().ToDictionary(loop => loop.GetProperty("loop").GetString()!, loop => loop.Clone());
    }
}
