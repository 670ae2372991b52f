using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>The subnets of a directory, one in each of its zones. Immutable.</summary>
/// <param name="subnets">Of the first zone and of the other.</param>
internal sealed class DirectorySubnets(ZoneId zoneA, IReadOnlyList<string> subnets)
{
    private readonly ZoneId _zoneA = zoneA;
    private readonly IReadOnlyList<string> _subnets = subnets;

    public static DirectorySubnets Of(DirectoryDescription directory) => new(directory.ZoneA, DirectoryView.Subnets(directory));

    public bool IsSame(DirectorySubnets other) => _zoneA == other._zoneA && _subnets.SequenceEqual(other._subnets);

    public string In(ZoneId zone) => _subnets[zone == _zoneA ? 0 : 1];
}
