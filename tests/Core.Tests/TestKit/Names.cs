using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>The names that all tests share: one account, one directory over two zones, one morning.</summary>
internal static class Names
{
    public static readonly Instant Morning = Instant.FromUtc(2017, 4, 4, 9, 0);

    public static readonly DirectoryId Directory = new("d-one");
    public static readonly ZoneId ZoneA = new("zone-a");
    public static readonly ZoneId ZoneB = new("zone-b");
    public static readonly AccountId Account = new("acme", "us-east-1");
    public static readonly AccountId Provider = new(AccountId.Provider, "us-east-1");
    public static readonly UserName Ann = UserName.Of("Ann");
    public static readonly UserName Bob = UserName.Of("Bob");
    public static readonly HostId HostOne = new("h-1");
    public static readonly HostId HostTwo = new("h-2");
    public static readonly HostPoolId PoolA = new(Provider, ZoneA);
    public static readonly HostPoolId PoolB = new(Provider, ZoneB);

    public static readonly KeyArn Key = KeyArn.Of(Account, "ours");

    public static Bundle Standard => BundleOf("Standard");

    public static Bundle Graphics => BundleOf("Graphics");

    public static Bundle BundleOf(string name) => Bundle.Defaults.Single(bundle => bundle.Name == name);

    public static OperationId Operation(int number) => OperationId.At(Morning + Duration.FromMilliseconds(number), $"op{number}");

    public static WorkSpaceId WorkSpace(int number) => new($"ws-{number:000000000}");

    public static SessionId Session(int number) => new($"session-{number}");
}
