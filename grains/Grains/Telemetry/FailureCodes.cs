using System.Collections.Immutable;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Which refusals are the fleet's failures and not the asker's.</summary>
public static class FailureCodes
{
    /// <summary>What a sign-in can be refused with.</summary>
    public static ImmutableArray<RefusalCode> OfConnections { get; } =
    [
        RefusalCode.InsufficientCapacity, RefusalCode.NotAvailable, RefusalCode.NotOwner, RefusalCode.UserDisabled, RefusalCode.ResourceNotFound,
        RefusalCode.WebAccessDisabled, RefusalCode.ClientNotSupported, RefusalCode.SecondFactorFailed,
    ];

    /// <summary>The host's start queue took too long.</summary>
    public const string StartQueue = "StartQueue";

    /// <summary>Why a WorkSpace found no place.</summary>
    public static ImmutableArray<string> OfPlacement { get; } = [nameof(RefusalCode.InsufficientCapacity), nameof(RefusalCode.CapacityNotAllocated), StartQueue];

    /// <summary>No room, whoever says so.</summary>
    public static bool IsOfPlacement(RefusalCode code) => OfPlacement.Contains(code.ToString());
}
