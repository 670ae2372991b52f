using System.Text;

namespace DeskFleet.Simulator.Tests.Fuzz;

/// <summary>Breaks texts the way that hands, editors, spreadsheets and bad disks do. The same seed breaks the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Junk =
    [
        "", "-1", "0", "99999999999999999999", "1e308", "NaN", "null", "~", "true", "[]", "{}", "[1, 2", "{ a: ", "\"", "'", "*a", "&a x", "!!str 1", "- ", ": ", "#",
        "2026-02-30", "25:99", "2026-13-01T00:00", "12 parsecs", "60", "-60 min", "0 %", "101 %", "GiB", "\u0000", "\uFEFF", "\u202Eab", "ünï", "😀", "\t", "../../etc/passwd",
        "importFrom: fuzz.yaml", "fleets: []", "groups: {}", "% !", "<= many", ">=", "a b c", ",,,,", ";", "\"\"\"", "|", ">", "@", "`",
    ];

    private readonly Random _dice = new(seed);

    public byte[] Break(string sound)
    {
        var text = sound;
        for (var i = 1 + _dice.Next(3); i > 0; i--)
            text = Once(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        return _dice.Next(8) == 0 ? Spoil(bytes) : bytes;
    }

    private string Once(string text)
    {
        var lines = text.Split('\n').ToList();
        var at = _dice.Next(lines.Count);
        switch (_dice.Next(11))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[_dice.Next(lines.Count)]);
                break;
            case 2:
                (lines[at], lines[_dice.Next(lines.Count)]) = (lines[_dice.Next(lines.Count)], lines[at]);
                break;
            case 3:
                lines[at] = new string(' ', _dice.Next(7)) + lines[at].TrimStart();
                break;
            case 4:
                lines[at] = Value(lines[at]);
                break;
            case 5:
                lines[at] = Word(lines[at]);
                break;
            case 6:
                lines.Insert(at, Any());
                break;
            case 7:
                return text[.._dice.Next(text.Length + 1)];
            case 8:
                return text.Insert(_dice.Next(text.Length + 1), Any());
            case 9:
                lines[at] = string.Concat(Enumerable.Repeat(lines[at] + " ", 1 + _dice.Next(200)));
                break;
            default:
                lines[at] = lines[at].Replace(_dice.Next(2) == 0 ? ":" : ",", Any(), StringComparison.Ordinal);
                break;
        }

        return string.Join('\n', lines);
    }

    /// <summary>What stands behind the last colon or comma becomes something else.</summary>
    private string Value(string line) => line[..(line.LastIndexOfAny([':', ',']) + 1)] + " " + Any();

    /// <summary>One letter less in a word.</summary>
    private string Word(string line) => line.Length == 0 ? Any() : line.Remove(_dice.Next(line.Length), 1);

    private byte[] Spoil(byte[] bytes)
    {
        for (var i = _dice.Next(4); i >= 0 && bytes.Length > 0; i--)
            bytes[_dice.Next(bytes.Length)] = (byte)_dice.Next(256);
        return bytes;
    }

    private string Any() => Junk[_dice.Next(Junk.Length)];
}
