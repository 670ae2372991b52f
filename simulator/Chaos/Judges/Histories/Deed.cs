using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>Something in the log that only somebody outside can have brought about.</summary>
/// <param name="Command">The alias of the command that does it.</param>
/// <param name="Detail">What tells it from others of its kind: the session, the launch, on or off; null: nothing does.</param>
/// <param name="WasDelayed">It may have waited for room since it was asked.</param>
internal sealed record Deed(string Entity, Instant At, int Line, string Command, string? Detail, bool WasDelayed);
