using DeskFleet.Core.Documents;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Documents;

/// <summary>
/// The port to where users' documents are saved outside their desktops (BAK-04). What is saved stays when the desktop is gone. It is told at least
/// once, and in order for each desktop; an exception means that it has to be told again.
/// </summary>
public interface IDocumentStore
{
    /// <param name="user">Of which directory and which user: <c>DocumentStore:d-id/name</c>.</param>
    /// <param name="command"><see cref="SaveDocuments"/> or <see cref="ReadDocuments"/>.</param>
    ValueTask<Reply> Send(Entity user, Command command);
}
