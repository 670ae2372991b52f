using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Silo.Api.Access;

/// <summary>Who calls, and for which account and region.</summary>
/// <param name="Name">For the audit trail.</param>
public sealed record ApiCaller(AccountId Account, string Name, IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>Of the request; null where signatures are not checked.</summary>
    public string? Signature { get; init; }

    /// <summary>When the request was signed, by the caller's clock.</summary>
    public Instant SignedAt { get; init; }

    /// <summary>Whose limits count: a name is one caller in its account.</summary>
    public string Key
    {
        get => field ??= $"{Account.Account}/{Name}";
        init;
    }
}
