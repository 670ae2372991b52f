namespace DeskFleet.Contracts;

/// <summary>One way into the fleet, which shares no gateway with any other.</summary>
internal sealed class Route(IGrainFactory grains)
{
    public IGrainFactory Grains { get; } = grains;

    /// <summary>Since when it is suspected to swallow what it is given, and when the next call may try it; null: it is not. Written under the lock of <see cref="FleetRoutes"/>.</summary>
    public (long Since, long NextTrial)? Suspicion { get; set; }
}
