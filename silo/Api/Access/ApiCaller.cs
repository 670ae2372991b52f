using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.Access;

/// <summary>Who calls, and for which account and region.</summary>
/// <param name="Name">For the audit trail.</param>
public sealed record ApiCaller(AccountId Account, string Name, IReadOnlyList<Statement> Statements)
{
    /// <summary>Of the request; null where signatures are not checked.</summary>
    public string? Signature { get; init; }
}
