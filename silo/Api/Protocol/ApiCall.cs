using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Access;
using NodaTime;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>What an operation knows of the call beside its request.</summary>
/// <param name="Id">The operation id of the request; for a batch, items have ids that derive from it.</param>
/// <param name="At">By the fleet's clock.</param>
public sealed record ApiCall(ApiCaller Caller, OperationId Id, Instant At)
{
    public AccountId Account => Caller.Account;

    /// <summary>The operation id of one item of a batch: the same for the same request, whenever it comes.</summary>
    public OperationId ItemId(int number) => Id with { Token = $"{Id.Token}-{number}" };
}
