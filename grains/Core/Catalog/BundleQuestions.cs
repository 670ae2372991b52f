using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Catalog;

/// <summary>
/// Finds the bundle that a launch names: among the provider's and the account's own, in the region of the account only (REG-06). Where a
/// directory is dedicated the account's own come first, since others may not be launched there.
/// </summary>
public static class BundleQuestions
{
    /// <summary>What is wrong with the id itself (BUN-01, WKS-02). Null: nothing.</summary>
    public static Refused? Fault(BundleId id) =>
        string.IsNullOrEmpty(id.Value) ? new(RefusalCode.InvalidParameter, "A launch needs a bundle; name one.")
        : id.Value.StartsWith(ImageId.Prefix, StringComparison.Ordinal)
            ? new(RefusalCode.InvalidParameter, $"{id} is an image and can not be launched; name a bundle that is made of it.")
        : null;

    /// <summary>The next question; null when the answers settle it.</summary>
    public static Question? Next(AccountId account, bool isDedicated, BundleId id, Answers answers)
    {
        if (answers.Last<BundleResolved>() is not null || Asked(answers) is 2 || Refused(id, answers) is not null)
            return null;
        var provider = account with { Account = AccountId.Provider };
        var isOwn = Asked(answers) == 0 ? isDedicated : !isDedicated;
        return new(Entity.Of(isOwn ? account : provider, id), new ResolveBundle());
    }

    /// <summary>It is there and may not be launched, or it is nowhere. Null: found, not asked yet, or still to be looked for.</summary>
    public static Refused? Refused(BundleId id, Answers answers)
    {
        foreach (var (question, reply) in answers.Given)
        {
            if (question.Target.Kind == EntityKind.Bundle && reply is Refused { Code: not RefusalCode.ResourceNotFound } refused)
                return refused;
        }

        return Asked(answers) == 2 && answers.Last<BundleResolved>() is null
            ? new(RefusalCode.ResourceNotFound, $"There is no bundle {id} in this region; name one of the provider's or of the account's own.")
            : null;
    }

    private static int Asked(Answers answers) => answers.Given.Count(given => given.Question.Target.Kind == EntityKind.Bundle);
}
