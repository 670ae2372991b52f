using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>One call, whatever became of it (AUD-01).</summary>
/// <param name="At">By the fleet's clock.</param>
/// <param name="Caller">Null: nobody knows.</param>
/// <param name="Action">Such as <c>workspaces:StopWorkspaces</c>; null: no operation of the service.</param>
/// <param name="Resources">Those that the request names.</param>
/// <param name="Parameters">The request without its secrets, long texts cut; null: it could not be read.</param>
/// <param name="Outcome"><c>asked</c>, <c>accepted</c>, or the name of the error.</param>
/// <param name="Failed">Items of a batch that were refused, with their code.</param>
public sealed record AuditRecord(
    Instant At,
    string RequestId,
    string? Caller,
    AccountId? Account,
    string? Source,
    string? Action,
    IReadOnlyList<string> Resources,
    AuditedRequest? Parameters,
    string Outcome,
    string? Message,
    IReadOnlyList<string> Failed)
{
    public const string Accepted = "accepted";

    /// <summary>It is about to be done; what became of it is another record of the same request.</summary>
    public const string Asked = "asked";

    /// <summary>It could not be recorded, so it was not done.</summary>
    public const string Unrecorded = "unrecorded";

    /// <summary>The access key that the request names; whether it is his who asked is said by <see cref="Outcome"/>. Null: none.</summary>
    public string? KeyId { get; init; }

    /// <summary>Why, as who ordered it says; null: he does not.</summary>
    public string? Reason { get; init; }

    /// <summary>An order of an operator or a control call as it was given, JSON; null: it is a call of the API.</summary>
    public string? Order { get; init; }

    /// <summary>For how many calls it stands; more than one: they are all alike.</summary>
    public long Count { get; init; } = 1;
}

/// <summary>A request whose secrets are left out when it is written. Only good while its call is being answered.</summary>
/// <param name="Shape">Null: it has none, and nothing of it is known.</param>
public sealed record AuditedRequest(JsonElement Input, WireType? Shape);

/// <summary>Keeps the audit trail as lines. Thread-safe.</summary>
public interface IAuditTrail
{
    /// <summary>Writes at once: when it returns, the record is where its reader looks.</summary>
    /// <returns>False: it is not, and nothing of it is.</returns>
    bool TryWrite(AuditRecord record);

    /// <summary>Writes soon; what cannot be written is counted.</summary>
    void Owe(AuditRecord record);
}

/// <summary>Keeps refusals. Thread-safe.</summary>
internal interface IRefusalTrail
{
    void Write(AuditRecord refusal);
}
