namespace DeskFleet.Simulator.Traces;

/// <summary>Of which group and with which bundle the people of a log are: as each one's earliest session has it that says so.</summary>
internal sealed class TraceMembers(TraceNames names)
{
    private readonly Dictionary<int, Said> _groups = [];
    private readonly Dictionary<int, Said> _bundles = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    /// <param name="user">As <see cref="TraceNames.Read"/> gives it.</param>
    /// <param name="start">Of the session, in seconds since 1970.</param>
    public void Note(string user, long start, string? group, string? bundle)
    {
        if (group is not null) Note(_groups, user, start, group);
        if (bundle is not null) Note(_bundles, user, start, bundle);
    }

    public (string? Group, string? Bundle) Of(string user) =>
        names.PersonOf(user) is var person ? (_groups.GetValueOrDefault(person).What, _bundles.GetValueOrDefault(person).What) : default;

    private void Note(Dictionary<int, Said> said, string user, long start, string what)
    {
        var person = names.PersonOf(user);
        if (said.TryGetValue(person, out var earlier) && earlier.Start <= start) return;
        if (!_words.TryGetValue(what, out var word)) _words.Add(what, word = what);
        said[person] = new(start, word);
    }

    private readonly record struct Said(long Start, string? What);
}
