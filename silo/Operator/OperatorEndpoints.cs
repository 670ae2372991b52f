using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Grains.Telemetry;
using Orleans.Dashboard;

namespace DeskFleet.Silo.Operator;

/// <summary>The operator's page and what it asks for; Orleans' own dashboard beside it.</summary>
internal static class OperatorEndpoints
{
    public const string Path = "/operator";
    public const string DashboardPath = "/orleans";

    private const int MaxFound = 50;
    private const int MaxLines = 1000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly ImmutableDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["operator.html"] = "text/html; charset=utf-8",
        ["operator.css"] = "text/css; charset=utf-8",
        ["operator.js"] = "text/javascript; charset=utf-8",
    }.ToImmutableDictionary();

    public static void MapOperator(this WebApplication app)
    {
        var page = app.MapGroup(Path);
        page.MapGet("/", () => Asset("operator.html"));
        page.MapGet("/{file}", (string file) => Types.ContainsKey(file) ? Asset(file) : Results.NotFound());
        page.MapGet("/live", (SnapshotMaker maker, CancellationToken gone) => TypedResults.ServerSentEvents(Snapshots(maker, gone)));
        page.MapGet("/loops", (SnapshotMaker maker) => OperatorReplies.Json(maker.Make().Loops));
        page.MapGet("/decisions", (SnapshotMaker maker) => OperatorReplies.Json(maker.Make().Decisions));
        page.MapGet("/search", (string q, Census census) => OperatorReplies.Json(Search(census, q.Trim())));
        page.MapGet("/workspaces/{id}", WhyLog);
        page.MapOrders();
        page.MapAudit();
        app.MapOrleansDashboard(DashboardPath);
    }

    private static IResult Asset(string file) =>
        Results.Stream(typeof(OperatorEndpoints).Assembly.GetManifestResourceStream(file)!, Types[file]);

    /// <summary>One whenever something has happened, at most one a second, and at least one in ten to show that the line is alive.</summary>
    private static async IAsyncEnumerable<string> Snapshots(SnapshotMaker maker, [EnumeratorCancellation] CancellationToken gone)
    {
        var (seen, still) = (-1L, 0);
        while (!gone.IsCancellationRequested)
        {
            var snapshot = maker.Make();
            if (snapshot.Events != seen || ++still >= 10)
            {
                (seen, still) = (snapshot.Events, 0);
                yield return JsonSerializer.Serialize(snapshot, FleetJson.Options);
            }

            await Task.Delay(Period, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>By id, the beginning of a user's name, or a state.</summary>
    private static object Search(Census census, string text) => census
        .Search(
            state => text.Length > 0
                && (state.Id.Value == text
                    || state.Lifecycle.ToWire().Equals(text, StringComparison.OrdinalIgnoreCase)
                    || state.Identity?.User.Key.StartsWith(UserName.Of(text).Key, StringComparison.Ordinal) == true),
            MaxFound)
        .Select(state => new { id = state.Id.Value, user = state.Identity!.User.Value, state = state.Lifecycle.ToWire(), host = state.Slot?.Host.Value });

    private static async Task<IResult> WhyLog(string id, Census census, IJournalReader journal, CancellationToken gone)
    {
        var lines = await journal.ReadEntity(Entity.Of(new WorkSpaceId(id)), 0, MaxLines, gone);
        if (census.Find(id) is not { Identity: { } desktop } state)
            return lines.Length > 0 ? OperatorReplies.Json(Gone(id, lines)) : Results.NotFound();
        return OperatorReplies.Json(new
        {
            id,
            user = desktop.User.Value,
            directory = desktop.Directory.Value,
            zone = desktop.Zone.Value,
            bundle = desktop.Bundle.Name,
            mode = state.Mode.ToString(),
            state = state.Lifecycle.ToWire(),
            since = state.Since,
            host = state.Slot?.Host.Value,
            lines = Lines(lines),
        });
    }

    /// <summary>Of one that is not there any more only its journal is left: why it went is what people ask.</summary>
    private static object Gone(string id, ImmutableArray<JournalEntry> lines)
    {
        var terms = lines.Select(line => line.Event).OfType<StateChanged>().FirstOrDefault(move => move.Terms is not null)?.Terms;
        return new { id, user = terms?.Identity.User.Value, state = Lifecycle.Terminated.ToWire(), lines = Lines(lines) };
    }

    private static IEnumerable<DecisionLine> Lines(ImmutableArray<JournalEntry> lines) =>
        lines.Reverse().Select(line => SnapshotMaker.Line(new(line.At, line.Entity, line.Sequence, line.Event)));
}
