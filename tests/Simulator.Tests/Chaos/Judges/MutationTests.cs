using System.Text;
using System.Text.Json.Nodes;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Tests.Engines;
using DeskFleet.Testing.Engines;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>
/// Good logs are made bad in one place each, as a bug of the product would write them: numbered anew, so that a gap in the numbers gives nothing away. How
/// many of each kind the judges catch is counted, and those kinds must all be caught.
/// </summary>
public sealed class MutationTests
{
    private const int MaxOfAKind = 60;

    private static readonly Lazy<Task<IReadOnlyList<(ChaosEvidence Evidence, JsonObject[] Lines)>>> Logs = new(Play);

    public static TheoryData<string> Kinds => [.. Mutants.Keys];

    private static Dictionary<string, Func<JsonObject[], int, JsonObject[]?>> Mutants { get; } = new(StringComparer.Ordinal)
    {
        ["a move is left out"] = (log, i) => IsMove(log[i]) && IsMovedAgain(log, i) ? [.. log[..i], .. log[(i + 1)..]] : null,
        ["a move comes twice"] = (log, i) => IsMove(log[i]) ? [.. log[..(i + 1)], Copy(log[i]), .. log[(i + 1)..]] : null,
        ["two moves are exchanged"] = Exchange,
        ["an order has the epoch before"] = (log, i) => Event(log[i])["job"] is not null && EpochBefore(log, i) is { } before ? Edit(log, i, e => e["job"]!["epoch"] = before) : null,
        ["a place is in the other zone"] = (log, i) => Event(log[i])["slot"]?["host"]?.GetValue<string>() is { } host ? Edit(log, i, e => e["slot"]!["host"] = OtherZone(host)) : null,
        ["a place is under an old epoch"] = (log, i) => Event(log[i])["slot"]?["epoch"]?.GetValue<long>() is > 1 ? Edit(log, i, e => e["slot"]!["epoch"] = 1) : null,
        ["a place is left out"] = (log, i) => Event(log[i])["slot"] is not null && IsMovedAgain(log, i) ? Edit(log, i, e => e.Remove("slot")) : null,
        ["AutoStop a second early"] = (log, i) => ShiftAutoStop(log, i, -1),
        ["AutoStop a second late"] = (log, i) => ShiftAutoStop(log, i, 1),
        ["a meter a second long"] = (log, i) => Event(log[i])["metered"] is not null ? Edit(log, i, e => e["metered"]!["end"] = Shift(e["metered"]!["end"]!.GetValue<string>(), 1)) : null,
        ["a meter left out"] = (log, i) => Event(log[i])["metered"] is not null ? Edit(log, i, e => e.Remove("metered")) : null,
        ["a session that closed twice"] = (log, i) => What(log[i]) == "session-closed" ? [.. log[..(i + 1)], Copy(log[i]), .. log[(i + 1)..]] : null,
        ["a session opened for another"] = (log, i) => Event(log[i])["opened"] is not null ? Edit(log, i, e => e["opened"] = "somebody/9") : null,
        ["a waiter told another time"] = (log, i) => Event(log[i])["waited"] is not null && What(log[i]) != "capacity-found" ? Edit(log, i, e => e["waited"] = "9:59:59") : null,
        ["a desktop of somebody who has one"] = SecondDesktop,
    };

    [Fact]
    public async Task Logs_Unchanged_PassAllJudges()
    {
        foreach (var (evidence, lines) in await Logs.Value)
            Bench.Judge(evidence with { Events = Write(lines) }).FindNothing();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Log_WithOneFault_IsCaught(string kind)
    {
        var (made, missed) = (0, new List<string>());
        foreach (var (evidence, lines) in await Logs.Value)
        {
            for (var i = 0; i < lines.Length && made < MaxOfAKind; i++)
            {
                if (Mutants[kind](lines, i) is not { } mutant)
                    continue;
                made++;
                if (Bench.Judge(evidence with { Events = Write(mutant), Bills = [] }).Count == 0)
                    missed.Add($"{i + 1}: {lines[i].ToJsonString()}");
            }
        }

        Assert.True(made >= 5, $"Only {made} mutants of this kind.");
        Assert.True(missed.Count == 0, $"{missed.Count} of {made} go unseen:\n{string.Join("\n", missed)}");
    }

    [Fact]
    public async Task Bill_ACentOff_IsCaughtOnEveryLine()
    {
        var caught = 0;
        foreach (var (evidence, _) in await Logs.Value)
        {
            foreach (var bill in evidence.Bills)
            {
                var statement = JsonNode.Parse(bill.Statement.GetRawText())!.AsObject();
                foreach (var line in statement["lines"]!.AsArray())
                {
                    var amount = line!["amount"]!.GetValue<decimal>();
                    line["amount"] = amount + 0.01m;
                    Assert.NotEmpty(Bench.Judge(evidence with { Bills = [new(null, Story.Json(statement.ToJsonString()))] }));
                    line["amount"] = amount;
                    caught++;
                }
            }
        }

        Assert.True(caught > 20, $"{caught} lines.");
    }

    /// <summary>Without numbers made anew, nothing that is missing, doubled or out of order goes unseen, whatever it is.</summary>
    [Fact]
    public async Task Line_LeftOutDoubledOrMoved_IsCaughtByItsNumber()
    {
        var (evidence, lines) = (await Logs.Value)[0];
        for (var i = 0; i < lines.Length; i++)
        {
            if (Sequence(lines[i]) == 0 || lines.Skip(i + 1).All(later => Entity(later) != Entity(lines[i]) || Sequence(later) == 0))
                continue;
            Assert.NotEmpty(Judge([.. lines[..i], .. lines[(i + 1)..]]));
            Assert.NotEmpty(Judge([.. lines[..i], lines[i], .. lines[i..]]));
        }

        IReadOnlyList<Violation> Judge(JsonObject[] log) => Bench.Judge(evidence with { Events = Write(log, numberAnew: false), Bills = [] });
    }

    private static async Task<IReadOnlyList<(ChaosEvidence Evidence, JsonObject[] Lines)>> Play()
    {
        var logs = new List<(ChaosEvidence, JsonObject[])>();
        for (var seed = 300; seed < 306; seed++)
        {
            var fleet = RandomScripts.FleetFor(seed, new(0.05, 0.05, 0.1));
            var played = await fleet.Play(EngineKind.Core, RandomScripts.Of(fleet, seed));
            logs.Add((Courtroom.EvidenceOf(fleet, played), [.. played.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())]));
        }

        return logs;
    }

    private static JsonObject[]? Exchange(JsonObject[] log, int i)
    {
        var next = Array.FindIndex(log, i + 1, later => Entity(later) == Entity(log[i]) && IsMove(later));
        if (!IsMove(log[i]) || next < 0)
            return null;
        var mutant = log.ToArray();
        (mutant[i], mutant[next]) = (Copy(log[i]), Copy(log[next]));
        (mutant[i]["event"], mutant[next]["event"]) = (log[next]["event"]!.DeepClone(), log[i]["event"]!.DeepClone());
        return mutant;
    }

    private static JsonObject[]? ShiftAutoStop(JsonObject[] log, int i, int seconds)
    {
        if (Event(log[i])["on"]?.GetValue<string>() != "AutoStopDue")
            return null;
        return Edit(log, i, e =>
        {
            e["effectiveAt"] = Shift(e["effectiveAt"]!.GetValue<string>(), seconds);
            e["metered"]!["end"] = e["effectiveAt"]!.GetValue<string>();
        });
    }

    private static JsonObject[]? SecondDesktop(JsonObject[] log, int i)
    {
        if (Event(log[i])["terms"]?["identity"] is null)
            return null;
        var first = Array.FindIndex(log, line => Event(line)["terms"]?["identity"] is not null);
        return first == i || log[first]["at"]!.GetValue<string>() != log[i]["at"]!.GetValue<string>() ? null : Edit(log, i, e => e["terms"]!["identity"]!["user"] = Event(log[first])["terms"]!["identity"]!["user"]!.GetValue<string>().ToUpperInvariant());
    }

    /// <summary>The newest epoch that the desktop's earlier lines have; null: none, or the line's own.</summary>
    private static long? EpochBefore(JsonObject[] log, int i)
    {
        var before = log[..i].Where(line => Entity(line) == Entity(log[i])).Select(line => Event(line)["job"]?["epoch"]?.GetValue<long>()).Max();
        return before == Event(log[i])["job"]!["epoch"]!.GetValue<long>() ? null : before;
    }

    private static JsonObject[] Edit(JsonObject[] log, int i, Action<JsonObject> change)
    {
        var mutant = log.ToArray();
        mutant[i] = Copy(log[i]);
        change(Event(mutant[i]));
        return mutant;
    }

    private static ReadOnlyMemory<byte> Write(JsonObject[] log, bool numberAnew = true)
    {
        var (text, numbers) = (new StringBuilder(), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var line in log)
        {
            var written = Copy(line);
            if (numberAnew && Sequence(line) > 0)
                written["sequence"] = numbers[Entity(line)] = numbers.GetValueOrDefault(Entity(line)) + 1;
            text.Append(written.ToJsonString()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool IsMovedAgain(JsonObject[] log, int i) => log.Skip(i + 1).Any(later => Entity(later) == Entity(log[i]) && IsMove(later));

    private static JsonObject Copy(JsonObject line) => line.DeepClone().AsObject();

    private static JsonObject Event(JsonObject line) => line["event"]!.AsObject();

    private static string What(JsonObject line) => Event(line)["what"]!.GetValue<string>();

    private static string Entity(JsonObject line) => line["entity"]!.GetValue<string>();

    private static long Sequence(JsonObject line) => line["sequence"]!.GetValue<long>();

    private static bool IsMove(JsonObject line) => What(line) == "state-changed";

    private static string OtherZone(string host) => host.Contains("1a", StringComparison.Ordinal) ? host.Replace("1a", "1b", StringComparison.Ordinal) : host.Replace("1b", "1a", StringComparison.Ordinal);

    private static string Shift(string instant, int seconds) =>
        InstantPattern.ExtendedIso.Format(InstantPattern.ExtendedIso.Parse(instant).Value + Duration.FromSeconds(seconds));
}
