using System.Globalization;
using System.Text;
using Orleans;

namespace DeskFleet.Core.Identity;

/// <summary>
/// A user name in one directory, kept and shown as it was given. Two are equal, and are one person, when they differ in nothing but capitals and
/// in how Unicode writes their letters (QTA-01): <c>Ann</c> and <c>ann</c> are, <c>jürgen</c> and <c>jörgen</c> are not.
/// </summary>
/// <param name="Value">As given. What may stand in it says <see cref="Fault"/>; <c>DOMAIN\ann</c>, <c>ann@example.org</c>, blanks and braces may.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.user-name")]
public readonly record struct UserName(string Value)
{
    /// <summary>Characters of a name, as Unicode counts them.</summary>
    public const int Longest = 64;

    /// <summary>What reading leaves where a character was lost: two names may look alike afterwards.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>What is compared: the name in form C and without capitals. Equal for equal names, different for different ones.</summary>
    public string Key => Value is null ? "" : IsWellFormed(Value) ? Folded(Value) : Value;

    public static UserName Of(string name) => new(name);

    /// <summary>What is wrong with the name, as a sentence that shows it and says the mend; null: nothing, it can be a user's.</summary>
    public string? Fault()
    {
        if (string.IsNullOrWhiteSpace(Value))
            return "A user name is empty; name a user of the directory.";
        for (var place = 0; place < Value.Length; place++)
        {
            var letter = Value[place];
            if (char.IsControl(letter))
                return $"{Shown()} is no user name: character {place + 1} is the control character {Code(letter)}; leave it out.";
            if (letter == Replacement)
                return $"{Shown()} is no user name: character {place + 1} ({Code(letter)}) stands for one that could not be read; write the name in UTF-8.";
        }

        if (!IsWellFormed(Value))
            return $"{Shown()} is no user name: it holds half of a surrogate pair; write the name in UTF-8.";
        var length = Ascii.IsValid(Value) ? Value.Length : ComposedForm.Of(Value).EnumerateRunes().Count();
        return length > Longest ? $"{Shown()} is no user name: it has {length} characters, and {Longest} are the most; write a shorter one." : null;
    }

    public bool Equals(UserName other) => string.Equals(Value, other.Value, StringComparison.Ordinal) || string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    /// <summary>Up and down again: some letters, such as the two small sigmas, share a capital. What was composed may fall apart on the way.</summary>
    private static string Folded(string name) =>
        Ascii.IsValid(name) ? name.ToLowerInvariant() : ComposedForm.Of(ComposedForm.Of(name).ToUpperInvariant().ToLowerInvariant());

    private static bool IsWellFormed(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>In quotes, its beginning only, and nothing in it that a terminal or a log would obey.</summary>
    private string Shown()
    {
        var shown = new StringBuilder("\"");
        foreach (var letter in Value.Take(Longest))
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? Code(letter) : letter.ToString());
        return shown.Append(Value.Length > Longest ? "...\"" : "\"").ToString();
    }

    private static string Code(char letter) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}");
}
