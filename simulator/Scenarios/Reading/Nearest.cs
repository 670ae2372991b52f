namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Nearest
{
    /// <summary><c> Did you mean "count"?</c>, or nothing when no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var best = known.MinBy(candidate => Distance(word, candidate));
        return best is not null && Distance(word, best) <= 1 + best.Length / 3 ? $" Did you mean \"{best}\"?" : "";
    }

    /// <summary>Fewest letters to add, drop or change, capitals aside; one row of the table at a time.</summary>
    private static int Distance(string word, string other)
    {
        if (word.Length > 100) return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var (index, letter) in word.Index()) Advance(row, index, letter, other);
        return row[^1];
    }

    private static void Advance(int[] row, int index, char letter, string other)
    {
        var diagonal = row[0];
        row[0] = index + 1;
        for (var column = 1; column < row.Length; column++)
        {
            var changed = diagonal + (char.ToLowerInvariant(letter) == char.ToLowerInvariant(other[column - 1]) ? 0 : 1);
            diagonal = row[column];
            row[column] = Math.Min(changed, 1 + Math.Min(row[column], row[column - 1]));
        }
    }
}
