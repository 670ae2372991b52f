using Orleans;

namespace DeskFleet.Core.Identity;

/// <summary>A WorkSpace: <c>ws-</c> and nine lowercase alphanumerics (WKS-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-id")]
public readonly record struct WorkSpaceId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A dedicated or provider-owned host: <c>h-</c> and a name that is unique in the region.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-id")]
public readonly record struct HostId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A directory: <c>d-</c> and its name.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-id")]
public readonly record struct DirectoryId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An availability zone such as <c>us-east-1a</c>. A WorkSpace never leaves its zone (BYO-16).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.zone-id")]
public readonly record struct ZoneId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One account in one region: the scope of quotas and of the BYOL commitment (REG-06).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.account-id")]
public readonly record struct AccountId(string Account, string Region)
{
    /// <summary>The owner of shared capacity, which is endless unless its hosts are listed.</summary>
    public const string Provider = "provider";

    public static AccountId Parse(string key)
    {
        var parts = key.Split('/');
        return new(parts[0], parts[1]);
    }

    public override string ToString() => $"{Account}/{Region}";
}

/// <summary>The hosts of one owner in one zone, from which placements are proposed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-pool-id")]
public readonly record struct HostPoolId(AccountId Owner, ZoneId Zone)
{
    public static HostPoolId Parse(string key)
    {
        var parts = key.Split('/');
        return new(new AccountId(parts[0], parts[1]), new ZoneId(parts[2]));
    }

    public override string ToString() => $"{Owner}/{Zone}";
}

/// <summary>One sitting of a user at a desktop, named by the client.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.session-id")]
public readonly record struct SessionId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A bundle: <c>wsb-</c> and lowercase alphanumerics. Launches name one (BUN-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.bundle-id")]
public readonly record struct BundleId(string Value)
{
    /// <summary>Characters after the prefix that every id has at least.</summary>
    private const int ShortestName = 8;

    /// <summary>The id of a bundle that is known by its name: its letters and digits, with zeros behind a short one.</summary>
    public static BundleId Named(string name) =>
        new("wsb-" + string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant().PadRight(ShortestName, '0'));

    public override string ToString() => Value;
}

/// <summary>An application that users of WorkSpaces are given, by the name under which the account or the marketplace lists it.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.application-name")]
public readonly record struct ApplicationName(string Value)
{
    /// <summary>Characters of a name.</summary>
    public const int Longest = 128;

    public override string ToString() => Value;
}

/// <summary>An image: <c>wsi-</c> and lowercase alphanumerics. It is never launched by itself (BUN-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.image-id")]
public readonly record struct ImageId(string Value)
{
    public const string Prefix = "wsi-";

    public override string ToString() => Value;
}

/// <summary>A machine image outside the fleet, such as <c>ami-0abc</c>, that an image is imported from (BYO-05).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.machine-image-id")]
public readonly record struct MachineImageId(string Value)
{
    /// <summary>Characters of an id.</summary>
    public const int Longest = 64;

    public override string ToString() => Value;
}

/// <summary>A key of the key service: <c>arn:aws:kms:REGION:ACCOUNT:key/NAME</c>.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.key-arn")]
public readonly record struct KeyArn(string Value)
{
    private const string Default = "alias/aws/workspaces";

    /// <summary>Of its own region and account only (ENC-19).</summary>
    public string Region => Part(3);

    public string Account => Part(4);

    /// <summary>The one that the service makes and manages itself (ENC-05).</summary>
    public bool IsDefault => Part(5) == Default;

    public bool IsWellFormed =>
        Value is not null && Value.StartsWith("arn:aws:kms:", StringComparison.Ordinal) && Region.Length > 0 && Account.Length > 0 && Part(5).Length > 0;

    public static KeyArn Of(AccountId account, string name) => new($"arn:aws:kms:{account.Region}:{account.Account}:key/{name}");

    public static KeyArn DefaultOf(AccountId account) => new($"arn:aws:kms:{account.Region}:{account.Account}:{Default}");

    public override string ToString() => Value;

    private string Part(int index) => Value.Split(':', 6) is var parts && parts.Length > index ? parts[index] : "";
}
