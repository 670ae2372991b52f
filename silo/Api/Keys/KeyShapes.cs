using System.Text.Json.Serialization;
using NodaTime;

namespace DeskFleet.Silo.Api.Keys;

// Shapes of the key service, named as there; members that this service never reads or writes are left out.

internal sealed record CreateKeyRequest(
    string? Description = null, string? KeyUsage = null, string? KeySpec = null, IReadOnlyList<KeyTagShape>? Tags = null);

internal sealed record KeyRequest(string KeyId);

internal sealed record ListKeysRequest(int? Limit = null, string? Marker = null);

internal sealed record ScheduleKeyDeletionRequest(string KeyId, int? PendingWindowInDays = null);

internal sealed record KeyMetadata(
    [property: JsonPropertyName("AWSAccountId")] string AwsAccountId,
    string KeyId,
    string Arn,
    Instant? CreationDate,
    string Description,
    bool Enabled,
    string KeyUsage,
    string KeyState,
    Instant? DeletionDate,
    string Origin,
    string KeyManager,
    string KeySpec,
    string CustomerMasterKeySpec,
    IReadOnlyList<string> EncryptionAlgorithms,
    bool MultiRegion);

internal sealed record KeyResponse(KeyMetadata KeyMetadata);

internal sealed record KeyListEntry(string KeyId, string KeyArn);

internal sealed record ListKeysResponse(IReadOnlyList<KeyListEntry> Keys, string? NextMarker, bool Truncated);

internal sealed record ScheduleKeyDeletionResponse(string KeyId, Instant? DeletionDate, string KeyState, int PendingWindowInDays);
