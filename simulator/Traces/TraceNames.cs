using System.Collections.Immutable;
using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Traces;

/// <summary>One person whom a log writes in several ways.</summary>
/// <param name="Shown">As the person's first session has it.</param>
/// <param name="Others">The other ways, in ordinal order.</param>
public sealed record MergedName(string Shown, ImmutableArray<string> Others);

/// <summary>Who is who in a log: the fleet's own notion of a user's name (<see cref="UserName"/>), so that nobody here is two people there.</summary>
internal sealed class TraceNames(TraceFaults faults)
{
    private readonly Dictionary<UserName, SortedSet<string>> _spellings = [];

    /// <summary>The name as the log has it; null for what cannot be one, which is reported.</summary>
    public UserName? Read(string text, string column, int line)
    {
        var name = UserName.Of(text);
        if (name.Fault() is { } fault)
        {
            faults.Line(BadLine.UnknownUser, column, line, text.Length == 0 ? "The user is empty; name one, or drop the line." : fault);
            return null;
        }

        if (!_spellings.TryGetValue(name, out var known)) _spellings.Add(name, known = new(StringComparer.Ordinal));
        known.Add(text);
        return name;
    }

    /// <summary>The sessions with one spelling for each person: that of the earliest one, wherever it stands in the log.</summary>
    public (ImmutableArray<TraceSession> Sessions, ImmutableArray<MergedName> Merged) Merge(IEnumerable<TraceSession> sessions)
    {
        ImmutableArray<TraceSession> all = [.. sessions];
        var shown = all.GroupBy(session => UserName.Of(session.User)).ToDictionary(
            person => person.Key, person => person.OrderBy(session => session.Start).ThenBy(session => session.User, StringComparer.Ordinal).First().User);
        return ([.. all.Select(session => shown[UserName.Of(session.User)] is var one && one == session.User ? session : session with { User = one })], [.. MergedOf(shown)]);
    }

    private IEnumerable<MergedName> MergedOf(Dictionary<UserName, string> shown) =>
        from person in shown.OrderBy(person => person.Value, StringComparer.Ordinal)
        let others = _spellings.GetValueOrDefault(person.Key)?.Where(spelling => spelling != person.Value).ToImmutableArray() ?? []
        where !others.IsEmpty
        select new MergedName(person.Value, others);
}
