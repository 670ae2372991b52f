using System.Text.Json;
using DeskFleet.Simulator.Planning;

namespace DeskFleet.Simulator.Tests.Planning;

public sealed class PlanStateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_InterrupedAndResumed_EndsWithTheSameAnswerAndRunsNothingTwice()
    {
        var request = PlantedPlanTests.TwoShifts.Request();
        var state = _folder.Missing("state.jsonl");
        using var stop = new CancellationTokenSource();

        var partial = await Plans.Run(request, state, new StopAfter(4, stop), stop.Token);
        File.AppendAllText(state, "{\"inputs\":\"te");
        var resumed = await Plans.Run(request, state);

        var whole = await Plans.Run(request);
        Assert.True(partial.IsPartial && partial.Hosts is null && partial.Runs == 4);
        Assert.StartsWith("PARTIAL", PlanSentence.Of(partial), StringComparison.Ordinal);
        Assert.Equal((4, whole.Runs - 4), (resumed.Recalled, resumed.Runs));
        Assert.Equal(Text(whole with { Runs = 0 }), Text(resumed with { Runs = 0, Recalled = 0 }));
    }

    [Fact]
    public void Recall_OtherInputs_AreNotUsed()
    {
        var state = _folder.Missing("state.jsonl");
        new TrialBook("one", state).Add(new(1, 1, Loss.None), Outcome());

        var same = new TrialBook("one", state);
        var other = new TrialBook("other", state);

        Assert.Null(same.Recall() ?? other.Recall());
        Assert.Equal((1, 0), (same.Recalled, other.Recalled));
    }

    [Fact]
    public void Recall_SomethingElse_IsAFaultWithItsLine()
    {
        var fault = new TrialBook("one", _folder.Write("state.jsonl", "name: small\nregion: eu-central-1\n")).Recall();

        Assert.Equal(1, fault!.Line);
    }

    private static Outcome Outcome() => new(true, false, 0, 0, 1, 60, 0, 0, 0, System.Collections.Immutable.ImmutableSortedDictionary<Core.Placement.Rejection, long>.Empty,
        System.Collections.Immutable.ImmutableSortedDictionary<string, ZonePeak>.Empty);

    private static string Text(Plan plan) => JsonSerializer.Serialize(plan, PlanJson.Pages);

    private sealed class StopAfter(int runs, CancellationTokenSource stop) : IPlanProgress
    {
        public void Ran(Trial trial, Outcome outcome, int done, int expected)
        {
            if (done == runs)
                stop.Cancel();
        }

        public void Phase(string what)
        {
        }
    }
}
