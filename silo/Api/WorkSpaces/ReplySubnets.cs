using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Directories;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>The subnets that one reply shows: each directory is read once for it.</summary>
internal sealed class ReplySubnets(FleetReader reader)
{
    private readonly Dictionary<DirectoryId, DirectorySubnets?> _read = [];

    /// <summary>The subnet of a directory in a zone; null: there is no such directory any more.</summary>
    public ValueTask<string?> In(DirectoryId directory, ZoneId zone) =>
        _read.TryGetValue(directory, out var subnets) ? new(subnets?.In(zone)) : Read(directory, zone);

    private async ValueTask<string?> Read(DirectoryId directory, ZoneId zone) =>
        (_read[directory] = await reader.Subnets(directory))?.In(zone);
}
