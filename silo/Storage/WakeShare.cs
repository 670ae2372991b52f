using System.IO.Hashing;
using System.Runtime.InteropServices;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// Divides the due entities among the active silos by a hash. While silos disagree about who is active an entity may be woken twice, or
/// only at a later pass: both are harmless.
/// </summary>
public sealed class WakeShare(ISiloStatusOracle silos)
{
    /// <summary>Which entities are this silo's, as things stand.</summary>
    public Func<Entity, bool> Mine()
    {
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order().ToList();
        var place = active.IndexOf(silos.SiloAddress);
        return place < 0 ? _ => false : entity => Hash(entity) % (ulong)active.Count == (ulong)place;
    }

    private static ulong Hash(Entity entity) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(entity.ToString().AsSpan()));
}
