using System.Text;

namespace DeskFleet.Simulator.Populations;

internal static class Emails
{
    /// <summary>
    /// An address in a domain that can never exist (RFC 2606). Different names have different ones: what an address has no room for, and the plus
    /// that stands for the sign of a copy, is written in hexadecimal digits.
    /// </summary>
    public static string Of(string userName, string account) =>
        $"{string.Concat(userName.EnumerateRunes().Select(Letter))}@{account.ToLowerInvariant()}.example";

    private static string Letter(Rune letter) =>
        letter.Value == '#' ? "+"
        : Rune.IsLetterOrDigit(letter) || letter.Value is '.' or '_' or '-' ? letter.ToString()
        : string.Concat(Encoding.UTF8.GetBytes(letter.ToString()).Select(part => $"%{part:X2}"));
}
