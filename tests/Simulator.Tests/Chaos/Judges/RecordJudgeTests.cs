using System.Text;
using System.Text.Json.Nodes;
using DeskFleet.Simulator.Chaos;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>The records that a calm seed leaves pass; each edit of one of them that breaks a balance is found by the judge that is for it.</summary>
public sealed class RecordJudgeTests
{
    private static readonly Lazy<Task<ChaosEvidence>> Calm = new(Evidence);

    [Fact]
    public async Task Records_OfACalmSeed_AreFine() => Bench.Judge(await Calm.Value).FindNothing();

    [Theory]
    [InlineData("Account:acme", "state.units.used.workspace", "+1", "units, places")]
    [InlineData("Account:acme", "state.units.used.byol-seat", "+1", "units, places")]
    [InlineData("Account:acme", "state.seatBook.ledger.current.live", "+1", "units, places")]
    [InlineData("Directory:d-shared", "state.places.used.us-east-1a", "+1", "units, places")]
    [InlineData("Directory:d-own", "state.places.used.us-east-1b", "-1", "units, places")]
    [InlineData("Key:", "state.seats.used.seat", "+1", "units, places")]
    [InlineData("User:d-own", "state.workSpace", "ws-nobody", "units, places")]
    [InlineData("DedicatedHost:", "state.used.vCpu", "+1", "slots, start slots")]
    [InlineData("DedicatedHost:", "state.occupants.0.epoch", "+1", "slots, start slots")]
    [InlineData("DedicatedHost:", "state.occupants.0.workSpace", "ws-nobody", "slots, start slots")]
    [InlineData("DedicatedHost:", "state.occupants.0.start", "Starting", "slots, start slots")]
    [InlineData("HostPool:", "state.hosts", "+1", "slots, start slots")]
    [InlineData("HostPool:", "state.queue", """[{"workSpace":"ws-nobody"}]""", "slots, start slots")]
    [InlineData("WorkSpace:", "state.lifecycle", "ERROR", "records are what the log says")]
    [InlineData("WorkSpace:", "state.mode", "Manual", "records are what the log says")]
    [InlineData("WorkSpace:", "state.slot.host", "h-elsewhere", "records are what the log says")]
    [InlineData("WorkSpace:", "sequence", "+1", "records are what the log says")]
    [InlineData("Directory:d-own", "sequence", "-1", "records are what the log says")]
    [InlineData("WorkSpace:", "deadline", "2026-01-01T00:00:00Z", "comes to rest")]
    [InlineData("Account:acme", "owed", """[{"number":1}]""", "comes to rest")]
    public async Task Record_Edited_IsFound(string entity, string path, string change, string judge)
    {
        var evidence = await Calm.Value;
        var edited = evidence.Records.Where(record => record.Key.StartsWith(entity, StringComparison.Ordinal) && IsSomething(record)).OrderBy(record => record.Key, StringComparer.Ordinal)
            .Select(record => (record.Key, Json: Edit(record.Value, path, change))).First(record => record.Json is not null);
        var records = new Dictionary<string, ReadOnlyMemory<byte>>(evidence.Records) { [edited.Key] = edited.Json };

        Assert.Contains(Bench.Judge(evidence with { Records = records }), violation => violation.Judge.Contains(judge, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_Missing_IsFound()
    {
        var evidence = await Calm.Value;
        var records = evidence.Records.Where(record => !record.Key.StartsWith("WorkSpace:", StringComparison.Ordinal)).ToDictionary();

        Assert.Contains(Bench.Judge(evidence with { Records = records }), violation => violation.Sentence == "has lines in the log, and no record");
    }

    /// <summary>The first calm seed in which both directories have a desktop that runs, one of them encrypted.</summary>
    private static async Task<ChaosEvidence> Evidence()
    {
        for (var seed = 1UL; ; seed++)
        {
            var evidence = (await new ChaosRun(ChaosSettings.Draw(seed, "calm"), EngineKind.Core).Run()).Evidence;
            var texts = evidence.Records.Where(record => record.Key.StartsWith("WorkSpace:", StringComparison.Ordinal)).Select(record => Encoding.UTF8.GetString(record.Value.Span)).ToList();
            if (texts.Exists(text => text.Contains("\"slot\"", StringComparison.Ordinal) && text.Contains("d-own", StringComparison.Ordinal))
                && texts.Exists(text => text.Contains("\"slot\"", StringComparison.Ordinal) && text.Contains("d-shared", StringComparison.Ordinal)))
                return evidence;
        }
    }

    /// <summary>A desktop that was launched, or any other record.</summary>
    private static bool IsSomething(KeyValuePair<string, ReadOnlyMemory<byte>> record) =>
        !record.Key.StartsWith("WorkSpace:", StringComparison.Ordinal) || Encoding.UTF8.GetString(record.Value.Span).Contains("\"identity\"", StringComparison.Ordinal);

    /// <returns>The record with one value changed, null: it has no such value.</returns>
    private static byte[]? Edit(ReadOnlyMemory<byte> record, string path, string change)
    {
        var root = JsonNode.Parse(record.Span)!;
        var steps = path.Split('.');
        JsonNode? at = root;
        foreach (var step in steps[..^1])
            at = at is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)) : at?[step];
        if (at is not JsonObject parent)
            return null;
        var old = parent[steps[^1]];
        if (change is "+1" or "-1")
            parent[steps[^1]] = (old?.GetValue<long>() ?? 0) + (change == "+1" ? 1 : -1);
        else
            parent[steps[^1]] = change[0] is '[' ? JsonNode.Parse(change) : change;
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
