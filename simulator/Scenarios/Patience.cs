using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>What the people of a group do when the fleet lets them down in the middle of a session.</summary>
/// <param name="ReconnectAfter">Who is cut off signs in again after about this long, 1 s to 1 h; default 1 min.</param>
/// <param name="Retries">How often in a session who is refused tries again, 0 to 1000; default 1000, so that they try until the session would have ended. Then not before the next session.</param>
/// <param name="RetryAfter">After about how long, 1 s to 4 h; default 2 min.</param>
/// <remarks>Both times are drawn evenly from half to one and a half of what is written, so that a crowd does not act in one second.</remarks>
public sealed record Patience(Duration ReconnectAfter, int Retries, Duration RetryAfter)
{
    public const int MaxRetries = 1000;

    public static Patience Default { get; } = new(Duration.FromMinutes(1), MaxRetries, Duration.FromMinutes(2));
}
