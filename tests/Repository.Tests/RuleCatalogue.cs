using System.Text.RegularExpressions;

namespace DeskFleet.Repository.Tests;

/// <summary>One rule of <c>grains/RULES.md</c>.</summary>
/// <param name="Kind">As the page names it: core, policy, metering and so on.</param>
internal sealed record CatalogueRule(string Id, string Kind);

/// <summary>The rules that <c>grains/RULES.md</c> states, in its order.</summary>
internal static partial class RuleCatalogue
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("grains", "RULES.md"));

    /// <summary>The rules of the service; those of the design (CARD) and the two tables are stated and not counted.</summary>
    public static IReadOnlyList<CatalogueRule> Rules { get; } =
        [.. from Match rule in RuleLine().Matches(Page) select new CatalogueRule(rule.Groups["id"].Value, rule.Groups["kind"].Value)];

    /// <summary>Everything that the page has an anchor for, as references name it.</summary>
    public static IReadOnlySet<string> Anchors { get; } =
        Anchor().Matches(Page).Select(anchor => anchor.Groups[1].Value.ToUpperInvariant()).ToHashSet();

    /// <summary>What looks like the id of a rule in a text: a prefix of the page, a dash, and two digits or the name of a table.</summary>
    public static IEnumerable<string> References(string text) =>
        Reference().Matches(text).Select(reference => reference.Value).Where(id => Prefixes.Contains(id[..id.IndexOf('-', StringComparison.Ordinal)]));

    private static HashSet<string> Prefixes { get; } = [.. Anchors.Select(id => id[..id.IndexOf('-', StringComparison.Ordinal)])];

    [GeneratedRegex("""^- <a id="[a-z0-9-]+"></a>\*\*(?<id>[A-Z]{3}-\d\d)\*\* \((?<kind>\w+)\)\. """, RegexOptions.Multiline)]
    private static partial Regex RuleLine();

    [GeneratedRegex("""<a id="([a-z]+-[t0-9]+)"></a>""")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"\b[A-Z]{3,4}-(\d\d|T\d)\b")]
    private static partial Regex Reference();
}
