using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>
/// Bundle ids of elsewhere that stand for bundles of here, so that a test suite with ids of the real service runs as it is. What is shown of a WorkSpace is the bundle
/// of here.
/// </summary>
/// <param name="given">Each as <c>wsb-bh8rsxt14=wsb-standard</c>.</param>
/// <param name="any">What every other well-formed id that nobody knows stands for; empty: nothing.</param>
public sealed class BundleAliases(IEnumerable<string> given, string any)
{
    private readonly Dictionary<string, string> _aliases = given.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>What an id stands for; most stand for themselves.</summary>
    public string Of(string id) => _aliases.GetValueOrDefault(id, id);

    /// <summary>What an id stands for that nobody knows; null: nothing.</summary>
    public string? OfUnknown => any.Length > 0 ? any : null;

    /// <summary>The aliases of a text and of a file, which has one a line and comments after #.</summary>
    public static IReadOnlyList<string> Read(string text, string file) =>
    [
        .. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. file.Length == 0 ? [] : File.ReadLines(file).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0),
    ];

    /// <summary>What is wrong with them, one sentence each.</summary>
    public static IEnumerable<string> Faults(string text, string file, string any)
    {
        IReadOnlyList<string> given;
        string? unread = null;
        try
        {
            given = Read(text, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            (given, unread) = ([], $"--bundle-alias-file: {file} cannot be read; mend its name or its rights.");
        }

        if (unread is not null)
            yield return unread;
        foreach (var alias in given)
        {
            if (alias.Split('=') is not [var id, var bundle] || !id.StartsWith("wsb-", StringComparison.Ordinal))
                yield return $"--bundle-alias: '{alias}' is no alias; give one such as wsb-bh8rsxt14=wsb-standard.";
            else if (PublicCatalog.Find(new BundleId(bundle)) is null)
                yield return $"--bundle-alias: there is no public bundle {bundle}; give one of {Known()}.";
        }

        foreach (var twice in given.GroupBy(alias => alias.Split('=')[0]).Where(group => group.Count() > 1))
            yield return $"--bundle-alias: {twice.Key} is there twice; give each id once.";
        if (any.Length > 0 && PublicCatalog.Find(new BundleId(any)) is null)
            yield return $"--any-bundle: there is no public bundle {any}; give one of {Known()}.";
    }

    private static string Known() => string.Join(", ", PublicCatalog.All.Select(offered => offered.ToBundle().Id.Value));
}
