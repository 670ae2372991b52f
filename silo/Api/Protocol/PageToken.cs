using System.Buffers.Text;
using System.Text;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// What <c>NextToken</c> holds: the last id of the page before and what was listed. It says where to go on, not how many have been shown, so
/// it survives whatever comes and goes meanwhile.
/// </summary>
internal static class PageToken
{
    private const char Separator = '\n';

    private static readonly WireError NotOurs = WireError.BadValue("NextToken is none of this list; begin without one, and keep the other parameters the same.");

    public static string Of(string listed, string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{listed}{Separator}{last}"));

    /// <summary>After which id to go on; null: from the beginning.</summary>
    public static (string? After, WireError? Error) Read(string listed, string? token)
    {
        if (token is null)
            return (null, null);
        if (!Base64Url.IsValid(token))
            return (null, NotOurs);
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(Separator);
        return parts is [var what, var last] && what == listed && last.Length > 0 ? (last, null) : (null, NotOurs);
    }

    /// <summary>A page of a short list, in the order of its ids.</summary>
    public static (IReadOnlyList<T> Page, string? Next, WireError? Error) Page<T>(IEnumerable<T> all, Func<T, string> id, string? token, int limit)
    {
        var (after, error) = Read(typeof(T).Name, token);
        if (error is not null)
            return ([], null, error);
        var rest = all.Where(item => after is null || string.CompareOrdinal(id(item), after) > 0)
            .OrderBy(id, StringComparer.Ordinal).Take(limit + 1).ToList();
        return rest.Count <= limit ? (rest, null, null) : (rest[..limit], Of(typeof(T).Name, id(rest[limit - 1])), null);
    }
}
