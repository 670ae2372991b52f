using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// The session in which somebody is when the replay starts, or whose AutoStop countdown may still be running then. The desktop is brought into this
/// state while the fleet is set up, so that nobody has to sign in for a session that has been going on for hours.
/// </summary>
/// <param name="Until">When it ends: after the start for a session that goes on, else at or before it.</param>
/// <param name="GoesOn">It is open at the start; false: it has ended, and the countdown goes on.</param>
public readonly record struct EarlierSession(Instant Until, bool GoesOn);

/// <summary>Sessions that a replay leaves out.</summary>
public readonly record struct SessionsOutside(long Before, long After);
