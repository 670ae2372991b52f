using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Directories;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>The subnets that one reply shows: each directory is read once for it.</summary>
internal sealed class ReplySubnets(FleetReader reader)
{
    private readonly Dictionary<DirectoryId, DirectorySubnets?> _read = [];
    private DirectorySubnets? _last;

    /// <summary>The subnets of a directory; null: there is no such directory any more.</summary>
    public async ValueTask<DirectorySubnets?> Of(DirectoryId directory)
    {
        if (!_read.TryGetValue(directory, out var subnets))
            _read[directory] = subnets = await reader.Subnets(directory);
        return _last = subnets;
    }

    /// <summary>The same for a fragment; most of a reply are of one directory and need not be asked for theirs.</summary>
    public ValueTask<DirectorySubnets?> Of(WorkSpaceFragment fragment) =>
        _last is { } last && fragment.IsWrittenWith(last) ? new(last) : Of(fragment.Directory);
}
