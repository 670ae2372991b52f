using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// Chance without a stream: each draw is a hash of (seed, user, day, draw, attempt). No draw depends on how many others were made,
/// so that one user more moves nobody else's draws.
/// </summary>
/// <param name="seed">The run's seed.</param>
public sealed class Chance(ulong seed)
{
    /// <summary>The draws of one user, or of anything else with a stable name.</summary>
    public UserChance Of(string userName) => new(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(userName), unchecked((long)seed)));
}
