using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>The subnets of a directory, one in each of its zones. Immutable.</summary>
internal sealed class DirectorySubnets(DirectoryDescription directory)
{
    private readonly ZoneId _zoneA = directory.ZoneA;
    private readonly IReadOnlyList<string> _subnets = DirectoryView.Subnets(directory);

    public string In(ZoneId zone) => _subnets[zone == _zoneA ? 0 : 1];
}
