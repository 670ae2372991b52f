using System.Globalization;
using System.Text;

namespace DeskFleet.Core.Identity;

/// <summary>
/// Unicode's normalization form C. The runtime leaves texts as they are where it knows no cultures, and where it does the answer would hang on
/// the machine's library; whoever somebody is may not.
/// </summary>
internal static class ComposedForm
{
    /// <summary>What is below is in form C, whatever stands beside it.</summary>
    private const char FirstToLookAt = '\u0300';

    private static readonly Dictionary<int, int[]> Parts = [];
    private static readonly Dictionary<(int First, int Second), int> Composites = [];
    private static readonly Dictionary<int, int> Classes = [];

    static ComposedForm()
    {
        foreach (var entry in Words(ComposedFormData.Decompositions))
        {
            var mark = entry.IndexOfAny(['=', '-']);
            var (whole, parts) = (CodePoint(entry[..mark]), entry[(mark + 1)..].Split('+').Select(CodePoint).ToArray());
            Parts.Add(whole, parts);
            if (entry[mark] == '=')
                Composites.Add((parts[0], parts[1]), whole);
        }

        foreach (var entry in Words(ComposedFormData.CombiningClasses))
        {
            var (range, number) = (entry.Split(':')[0].Split(".."), int.Parse(entry.Split(':')[1], CultureInfo.InvariantCulture));
            for (var point = CodePoint(range[0]); point <= CodePoint(range[^1]); point++)
                Classes.Add(point, number);
        }
    }

    /// <summary>The text in form C.</summary>
    /// <param name="text">Well-formed: no half of a surrogate pair stands alone.</param>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstToLookAt, char.MaxValue))
            return text;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Order(points);
        return Composed(points);
    }

    private static void Decompose(int point, List<int> points)
    {
        if (Hangul.IsSyllable(point))
        {
            points.AddRange(Hangul.Parts(point));
        }
        else if (Parts.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Marks on one letter stand in the order of their classes; those of one class stay as they are.</summary>
    private static void Order(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var (point, own) = (points[i], ClassOf(points[i]));
            var place = i;
            for (; own > 0 && place > 0 && ClassOf(points[place - 1]) > own; place--)
                points[place] = points[place - 1];
            points[place] = point;
        }
    }

    private static string Composed(List<int> points)
    {
        var (kept, starter, last) = (new List<int>(points.Count), -1, 0);
        foreach (var point in points)
        {
            var own = ClassOf(point);
            var isBlocked = starter >= 0 && starter < kept.Count - 1 && (last == 0 || last >= own);
            if (starter >= 0 && !isBlocked && Composite(kept[starter], point) is { } whole)
            {
                kept[starter] = whole;
                continue;
            }

            if (own == 0)
                starter = kept.Count;
            last = own;
            kept.Add(point);
        }

        return string.Concat(kept.Select(point => new Rune(point).ToString()));
    }

    private static int? Composite(int first, int second) =>
        Hangul.Composite(first, second) ?? (Composites.TryGetValue((first, second), out var whole) ? whole : null);

    private static int ClassOf(int point) => Classes.GetValueOrDefault(point);

    private static string[] Words(string table) => table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int CodePoint(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Korean syllables, which are composed by arithmetic (Unicode, section 3.12).</summary>
    private static class Hangul
    {
        private const int Syllables = 0xAC00;
        private const int Leads = 0x1100;
        private const int Vowels = 0x1161;
        private const int Tails = 0x11A7;
        private const int LeadCount = 19;
        private const int VowelCount = 21;
        private const int TailCount = 28;
        private const int SyllableCount = LeadCount * VowelCount * TailCount;

        public static bool IsSyllable(int point) => point is >= Syllables and < Syllables + SyllableCount;

        public static IEnumerable<int> Parts(int syllable)
        {
            var (block, tail) = Math.DivRem(syllable - Syllables, TailCount);
            yield return Leads + (block / VowelCount);
            yield return Vowels + (block % VowelCount);
            if (tail > 0)
                yield return Tails + tail;
        }

        public static int? Composite(int first, int second)
        {
            if (first is >= Leads and < Leads + LeadCount && second is >= Vowels and < Vowels + VowelCount)
                return Syllables + ((((first - Leads) * VowelCount) + second - Vowels) * TailCount);
            return IsSyllable(first) && (first - Syllables) % TailCount == 0 && second is > Tails and < Tails + TailCount ? first + second - Tails : null;
        }
    }
}
