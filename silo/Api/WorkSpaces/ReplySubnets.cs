using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Directories;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>The subnets that one reply shows: each directory is read once for it.</summary>
internal sealed class ReplySubnets(FleetReader reader)
{
    private readonly Dictionary<DirectoryId, DirectorySubnets?> _read = [];

    /// <summary>The subnet of a directory in a zone; null: there is no such directory any more.</summary>
    public async ValueTask<string?> In(DirectoryId directory, ZoneId zone)
    {
        if (!_read.TryGetValue(directory, out var subnets))
            _read[directory] = subnets = await reader.Subnets(directory);
        return subnets?.In(zone);
    }
}
