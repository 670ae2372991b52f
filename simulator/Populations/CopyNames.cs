using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// What the copies of a log's people are called: <c>u7#1</c>, <c>u7#2</c>. Where somebody of the log has the sign in the name, more of them part
/// name and number, so that no copy is called as somebody else is.
/// </summary>
internal sealed class CopyNames
{
    private readonly string _sign = "#";

    /// <param name="people">All people of the log.</param>
    public CopyNames(ImmutableArray<string> people)
    {
        while (people.Any(name => name.Contains(_sign, StringComparison.Ordinal))) _sign += "#";
    }

    /// <param name="copy">0: the person of the log.</param>
    public string Of(string person, int copy) => copy == 0 ? person : string.Create(CultureInfo.InvariantCulture, $"{person}{_sign}{copy}");

    /// <summary>What is wrong with the names of so many copies, as sentences; nothing when all can be names.</summary>
    public static IEnumerable<string> Faults(ImmutableArray<string> people, int copies)
    {
        var names = new CopyNames(people);
        return people
            .Where(person => UserName.Of(names.Of(person, copies - 1)).Fault() is not null)
            .Select(person => $"Copies of \"{person}\" would have names of more than {UserName.Longest} characters; shorten the name in the log, or ask for no copies.");
    }
}
