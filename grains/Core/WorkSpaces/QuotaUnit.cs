using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>The unit of its account's quota that a WorkSpace holds (QTA-02).</summary>
/// <param name="Number">0: the one of its launch; otherwise counts those that it has taken since.</param>
/// <param name="IsHeld">False: its provisioning failed, and the unit went back.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.quota-unit")]
public sealed record QuotaUnit(int Number, bool IsHeld)
{
    public static QuotaUnit OfLaunch { get; } = new(0, IsHeld: true);

    /// <summary>Under which operation the account lends the unit of this number.</summary>
    public static OperationId LeaseOf(OperationId launch, int number) => number == 0 ? launch : launch with { Token = $"{launch.Token}-unit{number}" };
}
