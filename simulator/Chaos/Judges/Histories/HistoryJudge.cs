using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>
/// Judges calls and answers of concurrent callers. The log is the order in which each entity did things; an answer is right if it fits some moment between
/// asking and answering. What is acknowledged is there, what is refused changed nothing, nothing is done twice, and who asks again hears the same.
/// </summary>
internal sealed class HistoryJudge(ChaosEvidence evidence, Chronicle chronicle, LogPass log, Docket docket)
{
    private const string Answers = "answers fit some order of the calls";
    private const string Done = "what is done was asked for, once, and not refused";
    private const string Again = "who asks again hears the same";

    private readonly Allowance _allowance = new(evidence);
    private readonly HashSet<Asked> _did = [];

    /// <summary>Nobody else can have done it: who asked for what was so already is not remembered, and may hear something else later.</summary>
    private readonly HashSet<Asked> _didForCertain = [];

    public void Judge()
    {
        if (evidence.Calls.Count == 0)
            return;
        var asked = Group();
        Match(asked);
        var rules = new AnswerRules(chronicle, log, _allowance);
        foreach (var (one, call) in asked.SelectMany(one => one.Calls.Select(call => (one, call))).OrderBy(pair => pair.call.Invoked.Order))
        {
            if (rules.Fault(one, call) is { } fault)
                Say(Answers, one.Entity, call.Returned!.Value.At, fault);
        }

        foreach (var same in asked.Where(one => one.Id is not null).GroupBy(one => (one.Entity, one.Id)))
            HearsTheSame([.. same]);
    }

    private List<Asked> Group()
    {
        var groups = new List<Asked>();
        var known = new Dictionary<(string, string, string), Asked>();
        foreach (var call in evidence.Calls.OrderBy(call => call.Invoked.Order))
        {
            if (call.OperationId is not { } id)
            {
                groups.Add(new(call));
                continue;
            }

            var key = (call.Entity, id, call.Command.GetRawText());
            if (known.TryGetValue(key, out var same))
            {
                same.Add(call);
                continue;
            }

            known.Add(key, same = new(call));
            groups.Add(same);
        }

        return groups;
    }

    /// <summary>Each deed has somebody who asked for it and was not refused, and each of them did one at most.</summary>
    private void Match(List<Asked> asked)
    {
        var byEntity = asked.ToLookup(one => one.Entity, StringComparer.Ordinal);
        foreach (var deed in chronicle.Deeds.OrderBy(deed => deed.At))
        {
            var may = byEntity[deed.Entity]
                .Where(one => !_did.Contains(one) && one.What == deed.Command && one.Detail == deed.Detail && !one.IsRefused && Covers(one, deed))
                .ToArray();
            if (may.MinBy(one => one.To) is { } who)
                _did.Add(who);
            if (may.Length == 1)
                _didForCertain.Add(may[0]);
            if (may.Length == 0)
                docket.Add(new(Done, deed.Entity, deed.At, deed.Line, $"does {deed.Command} {deed.Detail}, and nobody asked for it who was not refused, or it is done a second time"));
        }
    }

    private bool Covers(Asked one, Deed deed) =>
        one.From <= deed.At + _allowance.Skew && (deed.WasDelayed || one.To == Instant.MaxValue || deed.At <= one.To + _allowance.Skew);

    /// <summary>An id that has done something answers with it, whatever is asked under it later; it may say that it has forgotten.</summary>
    private void HearsTheSame(Asked[] same)
    {
        if (same.FirstOrDefault(_didForCertain.Contains) is not { } did || did.Accepted is not { } first)
            return;
        var answer = first.Reply!.Value.GetRawText();
        foreach (var call in same.SelectMany(one => one.Calls).Where(call => call.Reply is not null && call.Invoked.Order > first.Returned!.Value.Order))
        {
            if (call.Reply!.Value.GetRawText() != answer && call.Reply.Value.Text("code") != "OperationExpired")
                Say(Again, call.Entity, call.Returned!.Value.At, $"answers {call.OperationId} with {call.Reply.Value.GetRawText()}, and did {did.What} under it, which it had answered with {answer}");
        }
    }

    private void Say(string judge, string entity, Instant at, string sentence) => docket.Add(judge, entity, at, sentence);
}
