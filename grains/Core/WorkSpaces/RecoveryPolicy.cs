using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>How long and how often a desktop that should run tries by itself to come back.</summary>
public static class RecoveryPolicy
{
    /// <summary>With pauses of an hour at most: about a day.</summary>
    public const int MaxTries = 24;

    public static readonly Duration FirstPause = Duration.FromMinutes(5);

    public static readonly Duration MaxPause = Duration.FromHours(1);

    /// <summary>After so many tries: twice as long each time, up to an hour; null when it has tried often enough.</summary>
    public static Duration? PauseAfter(int tries) =>
        tries >= MaxTries ? null : Duration.Min(MaxPause, FirstPause * (1 << Math.Min(tries, 4)));
}
