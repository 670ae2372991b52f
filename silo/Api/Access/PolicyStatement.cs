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

    public bool CoversAction(string action) => Actions.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true));

    public bool CoversResource(string resource) => Resources.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, resource, ignoreCase: false));
}

/// <summary>What a caller may do: nothing unless a statement allows it, and nothing that one denies (AUD-02).</summary>
public static class Authorizer
{
    /// <summary>The first resource that the caller may not do this to; null: he may do it to all (API-02).</summary>
    public static string? Denied(IReadOnlyList<PolicyStatement> statements, string action, IEnumerable<string> resources)
    {
        var ofAction = statements.Where(statement => statement.CoversAction(action)).ToList();
        return resources.FirstOrDefault(resource => !IsAllowed(ofAction, resource));
    }

    private static bool IsAllowed(List<PolicyStatement> statements, string resource)
    {
        var isAllowed = false;
        foreach (var statement in statements)
        {
            if (!statement.CoversResource(resource))
                continue;
            if (statement.Effect == PolicyEffect.Deny)
                return false;
            isAllowed = true;
        }

        return isAllowed;
    }
}
