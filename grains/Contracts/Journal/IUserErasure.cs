using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts.Journal;

/// <summary>Erases people who have left.</summary>
public interface IUserErasure
{
    /// <summary>
    /// Erases a user who has no WorkSpace any more: the name becomes a drawn pseudonym in the journal, records go. Bills stay as they were. Session
    /// names are the client's own and stay.
    /// </summary>
    /// <param name="id">Asked again under it within a day, the answer is the same and nobody is erased again, not even somebody who came later
    /// under the same name.</param>
    /// <returns><see cref="Accepted"/>, or a <see cref="Refused"/> while the user has a WorkSpace.</returns>
    Task<Reply> Erase(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation = default);
}
