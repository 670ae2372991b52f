using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>A crowd that comes together: 900 logins in 10 minutes at 07:55.</summary>
/// <param name="At">When it begins, local time from 04:01.</param>
/// <param name="Within">Its length, from 1 s to 12 h, not beyond midnight; logins spread evenly over it.</param>
/// <param name="Share">Share of the first logins that belong to it, 0 to 1; all stages together at most 1.</param>
public sealed record LoginStage(LocalTime At, Duration Within, double Share);
