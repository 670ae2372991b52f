using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts.Journal;

/// <summary>Erases people who have left.</summary>
public interface IUserErasure
{
    /// <summary>
    /// Erases a user who has no WorkSpace any more: the name becomes a drawn pseudonym in the journal, records go. Bills stay as they were. Session
    /// names are the client's own and stay. Repeating it changes nothing.
    /// </summary>
    /// <returns><see cref="Accepted"/>, or a <see cref="Refused"/> while the user has a WorkSpace.</returns>
    Task<Reply> Erase(DirectoryId directory, UserName user, CancellationToken cancellation = default);
}
