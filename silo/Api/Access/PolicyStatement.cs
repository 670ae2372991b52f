using System.IO.Enumeration;

namespace DeskFleet.Silo.Api.Access;

/// <summary>What a statement does.</summary>
public enum PolicyEffect
{
    Allow,
    Deny,
}

/// <summary>One statement of a policy; <c>*</c> and <c>?</c> stand for any characters and one (AUD-02).</summary>
/// <param name="Actions">Such as <c>workspaces:Describe*</c>; case does not matter.</param>
/// <param name="Resources">Such as <c>arn:aws:workspaces:*:*:workspace/ws-1*</c>.</param>
public sealed record PolicyStatement(PolicyEffect Effect, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    public static PolicyStatement AllowAll { get; } = new(PolicyEffect.Allow, ["*"], ["*"]);

    /// <summary>Where it is written, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>It allows its actions to be done to whatever there is.</summary>
    public bool AllowsAny => Effect == PolicyEffect.Allow && Conditions.Count == 0 && Resources.Contains("*");

    public bool CoversAction(string action) => Actions.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true));

    /// <summary>
    /// Whether it is about this. A call that names no resource shows any: an Allow must cover all of the kind, and a Deny that may cover one of them covers
    /// the call, or a list would show what must not be seen.
    /// </summary>
    public bool Covers(PolicyContext context, string resource)
    {
        var isDeny = Effect == PolicyEffect.Deny;
        var named = isDeny && context.IsAny(resource)
            ? Resources.Any(pattern => ResourcePattern.MayBegin(pattern, resource[..^1]))
            : Resources.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, resource, ignoreCase: false));
        return named && Conditions.All(condition => condition.Holds(context, resource) ?? isDeny);
    }
}

/// <summary>Patterns of resources.</summary>
internal static class ResourcePattern
{
    /// <summary>The parts of a complete name, of which the last says the kind and the id.</summary>
    private const int Parts = 6;

    /// <summary>Whether a pattern fits any name that begins so. No id has a colon, so a complete name is compared part by part.</summary>
    public static bool MayBegin(string pattern, string beginning)
    {
        var (wanted, parts) = (pattern.Split(':', Parts), beginning.Split(':', Parts));
        if (wanted.Length < Parts || parts.Length < Parts)
            return MayGoOn(pattern, beginning);
        return wanted.SkipLast(1).Zip(parts).All(part => FileSystemName.MatchesSimpleExpression(part.First, part.Second, ignoreCase: false)) && MayGoOn(wanted[^1], parts[^1]);
    }

    private static bool MayGoOn(string pattern, string beginning)
    {
        // The places in the pattern that can be reached with what has been read.
        var places = Closure(pattern, [0]);
        foreach (var letter in beginning)
        {
            places = Closure(pattern, places.SelectMany(at => at >= pattern.Length ? []
                : pattern[at] == '*' ? new[] { at }
                : pattern[at] == '?' || pattern[at] == letter ? [at + 1]
                : []));
        }

        return places.Count > 0;
    }

    /// <summary>A star may stand for nothing.</summary>
    private static HashSet<int> Closure(string pattern, IEnumerable<int> places)
    {
        var all = new HashSet<int>();
        foreach (var place in places)
        {
            var at = place;
            for (all.Add(at); at < pattern.Length && pattern[at] == '*'; all.Add(at))
                at++;
        }

        return all;
    }
}
