namespace DeskFleet.Silo.Api.Access;

/// <summary>Whether a caller may do something to one resource.</summary>
/// <param name="Decides">The statement that decides; null: none is about it, so it is denied.</param>
public sealed record PolicyDecision(bool IsAllowed, PolicyStatement? Decides);

/// <summary>What a caller may do: nothing unless a statement allows it, and nothing that one denies (AUD-02).</summary>
public static class Authorizer
{
    /// <summary>The first resource that the caller may not do this to; null: he may do it to all (API-02).</summary>
    public static string? Denied(IReadOnlyList<PolicyStatement> statements, PolicyContext context, IReadOnlyList<string> resources)
    {
        // A call may name 25: what the statements say of the action is the same for each of them.
        var about = statements.Where(statement => statement.CoversAction(context.Action)).ToList();
        if (about.TrueForAll(statement => statement is { Effect: PolicyEffect.Allow }) && about.Exists(statement => statement.AllowsAny))
            return null;
        return resources.FirstOrDefault(resource => !Among(about, context, resource).IsAllowed);
    }

    /// <summary>The first Deny decides, else the first Allow.</summary>
    public static PolicyDecision Decide(IReadOnlyList<PolicyStatement> statements, PolicyContext context, string resource) =>
        Among(statements.Where(statement => statement.CoversAction(context.Action)), context, resource);

    /// <param name="about">Statements about the action.</param>
    private static PolicyDecision Among(IEnumerable<PolicyStatement> about, PolicyContext context, string resource)
    {
        PolicyStatement? allows = null;
        foreach (var statement in about)
        {
            if (!statement.Covers(context, resource))
                continue;
            if (statement.Effect == PolicyEffect.Deny)
                return new(false, statement);
            allows ??= statement;
        }

        return new(allows is not null, allows);
    }
}
