using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Where the columns of a log stand, by their heads: in any order, in any case, beside others. A head may say the unit of its times:
/// <c>TimeGenerated [UTC]</c> is obeyed, <c>[Local Time]</c> needs to know whose.
/// </summary>
/// <param name="renamed">What the log calls a column, where it has another name; by ours.</param>
internal sealed class TraceColumns(ImmutableDictionary<string, string> renamed, bool knowsZone)
{
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> units = new(StringComparer.OrdinalIgnoreCase);

    public int Count { get; private set; }

    /// <summary>Reads the head.</summary>
    /// <param name="wanted">Each column with the names that it goes by, ours first.</param>
    /// <returns>Whether all are there; what is missing is a fault.</returns>
    public bool Read(string[] head, int line, IEnumerable<(string[] Names, bool IsNeeded)> wanted, string shape, TraceFaults faults)
    {
        Count = head.Length;
        var isSound = true;
        foreach (var (names, isNeeded) in wanted)
        {
            string[] known = renamed.TryGetValue(names[0], out var own) ? [own] : names;
            var place = Array.FindIndex(head, name => known.Contains(Bare(name), StringComparer.OrdinalIgnoreCase) || known.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (place >= 0) (places[names[0]], units[names[0]]) = (place, UnitOf(head[place]));
            else if (isNeeded || own is not null)
            {
                faults.File(known[0], line, $"The column \"{known[0]}\" is missing; {shape}{(own is null ? $", or say what it is called with --column {names[0]}=NAME" : "")}.{Nearest.Hint(known[0], head)}");
                isSound = false;
            }

            if (place >= 0 && !knowsZone && units[names[0]].Contains("local", StringComparison.OrdinalIgnoreCase))
            {
                faults.File(head[place], line, $"The times of \"{head[place]}\" are local, and nothing says where; write trace.timeZone in the scenario, such as Europe/Berlin.");
                isSound = false;
            }
        }

        return isSound;
    }

    public bool Has(string column) => places.ContainsKey(column);

    /// <summary>Empty where the line or the log has none.</summary>
    public string Of(string[] fields, string column) => places.TryGetValue(column, out var place) && place < fields.Length ? fields[place] : "";

    /// <summary>UTC where the head of the column says so; null: it says nothing.</summary>
    public DateTimeZone? ZoneOf(string column) => units.GetValueOrDefault(column) is "UTC" or "GMT" or "Z" ? DateTimeZone.Utc : null;

    private static string Bare(string head) => head.Split('[')[0].Trim();

    private static string UnitOf(string head) => head.IndexOf('[', StringComparison.Ordinal) is >= 0 and var from && head.IndexOf(']', from) is > 0 and var to ? head[(from + 1)..to].Trim() : "";
}
