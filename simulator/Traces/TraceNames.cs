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
    private readonly Dictionary<string, Spelling> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<UserName, int> _people = [];

    /// <summary>How many people there are.</summary>
    public int People => _people.Count;

    /// <summary>The name as the log has it, always the same string; null for what cannot be one, which is reported.</summary>
    public string? Read(string text, string column, int line)
    {
        if (!_spellings.TryGetValue(text, out var spelling)) _spellings.Add(text, spelling = New(text));
        if (spelling.Fault is { } fault) faults.Line(BadLine.UnknownUser, column, line, fault);
        return spelling.Fault is null ? spelling.Text : null;
    }

    /// <summary>A number for the person, whom the log may write in several ways.</summary>
    public int PersonOf(string name) => _spellings[name].Person;

    /// <summary>Gives each person one spelling: that of the earliest session, wherever it stands in the log.</summary>
    /// <param name="sessions">By start and user.</param>
    public ImmutableArray<MergedName> Merge(SessionList sessions)
    {
        var shown = new string?[_people.Count];
        var isChanged = false;
        foreach (ref var session in sessions.Span)
        {
            ref var one = ref shown[_spellings[session.User].Person];
            one ??= session.User;
            if (ReferenceEquals(one, session.User)) continue;
            session = session with { User = one };
            isChanged = true;
        }

        if (isChanged) sessions.Sort();
        return
        [
            .. _spellings.Values
                .Where(spelling => spelling.Fault is null && shown[spelling.Person] is { } one && one != spelling.Text)
                .GroupBy(spelling => shown[spelling.Person]!, spelling => spelling.Text, StringComparer.Ordinal)
                .OrderBy(person => person.Key, StringComparer.Ordinal)
                .Select(person => new MergedName(person.Key, [.. person.Order(StringComparer.Ordinal)])),
        ];
    }

    private Spelling New(string text)
    {
        var name = UserName.Of(text);
        if (name.Fault() is { } fault) return new(text, -1, text.Length == 0 ? "The user is empty; name one, or drop the line." : fault);
        if (!_people.TryGetValue(name, out var person)) _people.Add(name, person = _people.Count);
        return new(text, person, null);
    }

    private sealed record Spelling(string Text, int Person, string? Fault);
}
