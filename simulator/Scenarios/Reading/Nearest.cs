namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Nearest
{
    /// <summary><c> Did you mean "count"?</c>, or nothing when no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var best = known.MinBy(candidate => Distance(word, candidate));
        return best is not null && Distance(word, best) <= Slips(word, best) ? $" Did you mean \"{best}\"?" : "";
    }

    /// <summary>One slip in a short word, one more for every four letters: "memory" is no slip of "metric".</summary>
    private static int Slips(string word, string best) => Math.Max(1, Math.Max(word.Length, best.Length) / LettersASlip);

    private const int LettersASlip = 4;

    /// <summary>Fewest letters to add, drop, change or swap with their neighbour, capitals aside.</summary>
    private static int Distance(string word, string other)
    {
        if (word.Length > 100) return int.MaxValue;
        int[] before = [], row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var index = 0; index < word.Length; index++)
            (before, row) = (row, Next(before, row, index, word, other));
        return row[^1];
    }

    private static int[] Next(int[] before, int[] row, int index, string word, string other)
    {
        var next = new int[row.Length];
        next[0] = index + 1;
        for (var column = 1; column < row.Length; column++)
        {
            next[column] = Math.Min(row[column - 1] + (IsSame(word[index], other[column - 1]) ? 0 : 1), 1 + Math.Min(row[column], next[column - 1]));
            if (index > 0 && column > 1 && IsSame(word[index], other[column - 2]) && IsSame(word[index - 1], other[column - 1]))
                next[column] = Math.Min(next[column], before[column - 2] + 1);
        }

        return next;
    }

    private static bool IsSame(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
