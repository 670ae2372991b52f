using DeskFleet.Core.Drivers;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// When an operation that has failed is ordered again (WKS-T2, WKS-09, BAK-01). A stop, a terminate and a backup are tried for as long as they are wanted: a
/// machine that should not run is never forgotten.
/// </summary>
public static class RetryPolicy
{
    /// <summary>After this many tries a desktop that does not stop is in ERROR; it is tried on, and leaves ERROR when it stops.</summary>
    public const int TriesBeforeError = 3;

    public static readonly Duration FirstPause = Duration.FromSeconds(30);

    public static readonly Duration MaxPause = Duration.FromMinutes(15);

    /// <summary>Tried until it succeeds or is not wanted any more.</summary>
    public static bool IsTriedForEver(this DriverVerb verb) => verb is DriverVerb.Hibernate or DriverVerb.Terminate;

    /// <summary>From a failure to the next try: 30 s, doubling with each failure, 15 minutes at most.</summary>
    /// <param name="tries">How often it has failed, this time included; 1 or more.</param>
    public static Duration PauseAfter(int tries)
    {
        var pause = FirstPause;
        for (var i = 1; i < tries && pause < MaxPause; i++)
            pause *= 2;
        return Duration.Min(pause, MaxPause);
    }
}
