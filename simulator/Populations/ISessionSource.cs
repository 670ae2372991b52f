using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Where sessions come from: a pattern or a log.</summary>
internal interface ISessionSource
{
    /// <summary>A user's sessions in time order, without overlaps; some may lie before or after the replay.</summary>
    IEnumerable<Interval> Of(PlannedUser user);
}
