using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Journal;

/// <summary>A fleet without a database erases everybody when it ends, and nobody before.</summary>
public sealed class MemoryUserErasure : IUserErasure
{
    public Task<Reply> Erase(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation = default) =>
        Task.FromResult<Reply>(new Refused(RefusalCode.InvalidState, "This fleet keeps nothing; stop the silo and everything is erased."));
}
