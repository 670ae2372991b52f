using Orleans;

namespace DeskFleet.Core.Placement;

/// <summary>Why a host was not a candidate.</summary>
public enum Rejection
{
    /// <summary>Draining, lost or released; looked at no further.</summary>
    NotOpen,

    /// <summary>Too few free vCPU.</summary>
    VCpu,

    /// <summary>Too little free memory.</summary>
    Memory,

    /// <summary>No free GPU (PLC-05).</summary>
    Gpu,

    /// <summary>One of the empty hosts kept in reserve (PLC-05, N+1).</summary>
    KeptInReserve,
}

/// <summary>What is to be placed.</summary>
/// <param name="Size">What the desktop takes.</param>
/// <param name="MayUseReserve">Resumes and recoveries may use the reserve hosts, new launches may not.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.placement-request")]
public sealed record PlacementRequest(Capacity Size, bool MayUseReserve);

/// <summary>One reason for which a host cannot take a desktop.</summary>
public sealed record PlacementFilter(Rejection Reason, Func<HostView, PlacementRequest, PlacementContext, bool> Passes);

/// <summary>What filters may know beyond the host itself.</summary>
/// <param name="EmptyHosts">Open hosts without a desktop.</param>
/// <param name="ReserveHosts">How many of them are kept for failures.</param>
public readonly record struct PlacementContext(int EmptyHosts, int ReserveHosts);
