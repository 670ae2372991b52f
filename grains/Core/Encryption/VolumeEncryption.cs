using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Encryption;

/// <summary>Which volumes a launch wants encrypted, and with which key (ENC-01).</summary>
/// <param name="Root">C:.</param>
/// <param name="User">D:.</param>
/// <param name="Key">Null: the account's default key of the region, if there is one (ENC-03).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.encryption-request")]
public sealed record EncryptionRequest(bool Root, bool User, KeyArn? Key = null)
{
    /// <summary>A key for D: alone. A desktop has one key, so another one than <see cref="Key"/> is refused (ENC-03).</summary>
    [Id(0)]
    public KeyArn? UserKey { get; init; }

    /// <summary>As the console does: makes the account's default key where it is needed and not there (ENC-05).</summary>
    [Id(1)]
    public bool MakesDefaultKey { get; init; }

    /// <summary>The key as the caller named it, where that is no ARN of a key: shown again as given.</summary>
    [Id(2)]
    public string? Named { get; init; }

    public bool IsWanted => Root || User;
}

/// <summary>What of a desktop is encrypted, for life: it is never switched on, off or given another key (ENC-10, ENC-11, ENC-15).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.volume-encryption")]
public sealed record VolumeEncryption(bool Root, bool User, KeyArn Key)
{
    /// <summary>The key as the caller of the launch named it; null: by its ARN, or not at all.</summary>
    [Id(0)]
    public string? Named { get; init; }

    /// <summary>How many volumes are.</summary>
    public int Volumes => (Root ? 1 : 0) + (User ? 1 : 0);
}

/// <summary>Which requests make sense. Null: this one does.</summary>
public static class EncryptionRules
{
    /// <summary>What is wrong with the request itself, whoever asks.</summary>
    public static Refused? Fault(EncryptionRequest request) =>
        request.UserKey is { } other && other != request.Key
            ? new(RefusalCode.InvalidParameter, "A WorkSpace has one key for both volumes; name one (ENC-03).")
        : request.Key is { } key && !key.IsWellFormed
            ? new(RefusalCode.KmsKeyInvalid, $"{key} is no key; name one as arn:aws:kms:REGION:ACCOUNT:key/NAME.")
        : request.Key is not null && !request.IsWanted
            ? new(RefusalCode.InvalidParameter, "A key is named and no volume is to be encrypted; choose the root volume, the user volume or both.")
        : null;

    /// <summary>A key is of use in its own account and region only (ENC-19, REG-06).</summary>
    public static Refused? ScopeFault(KeyArn key, AccountId account) =>
        key.Region != account.Region
            ? new(RefusalCode.KmsKeyInvalid, $"{key} is a key of {key.Region}; name one of {account.Region}.")
        : key.Account != account.Account
            ? new(RefusalCode.KmsKeyInvalid, $"{key} is a key of another account; name one of {account.Account}.")
        : null;
}
