using System.Globalization;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.HostPools;

/// <summary>
/// The hosts that a pool has had so far. They are numbered from 1 and their ids follow from the number, so that counting them is enough and the pool's
/// record does not grow with them; what kind of hardware each is, it knows itself.
/// </summary>
public readonly record struct HostRoll(int Count)
{
    public HostRoll With(int more) => new(Count + more);

    /// <summary>The ids of all, in the order in which they joined.</summary>
    public IEnumerable<HostId> Of(HostPoolId pool) => Enumerable.Range(1, Count).Select(number => IdOf(pool, number));

    /// <summary>The next ones to join.</summary>
    public IEnumerable<PoolHost> Next(HostPoolId pool, HostType type, int count) =>
        Enumerable.Range(Count + 1, count).Select(number => new PoolHost(IdOf(pool, number), type));

    private static HostId IdOf(HostPoolId pool, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"h-{pool.Owner.Account}-{pool.Zone}-{number:0000}"));
}
