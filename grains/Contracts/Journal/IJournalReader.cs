using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Contracts.Journal;

/// <summary>
/// Reads the journal. A line is read only when no earlier one can appear any more, so a reader who goes on from his last position misses
/// none, whoever writes at the same time. Thread-safe.
/// </summary>
public interface IJournalReader
{
    /// <summary>The most lines that one call gives.</summary>
    const int MaxLines = 1000;

    /// <summary>The longest that one call waits for a line; well within <see cref="FleetClientOptions.CallTime"/>.</summary>
    static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>The lines after a position, in the order of the journal.</summary>
    /// <param name="limit">1 to <see cref="MaxLines"/>.</param>
    /// <param name="wait">How long to wait while there is no line; at most <see cref="MaxWait"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Limit or wait are outside their range.</exception>
    Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation = default);

    /// <summary>The lines of one entity, in their order: why it is as it is.</summary>
    /// <param name="afterSequence">Those after this one; 0: from the beginning.</param>
    /// <param name="limit">1 to <see cref="MaxLines"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside its range.</exception>
    Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default);

    /// <summary>The newest position that can be read.</summary>
    Task<JournalPosition> End(CancellationToken cancellation = default);

    /// <summary>Who was terminated, by name. It costs what was terminated since then, and not what has happened.</summary>
    /// <param name="account">Whose; null: anybody's. Where the line of the launch is not kept any more, others are among them.</param>
    /// <param name="directory">Of which directory; null: of any.</param>
    /// <param name="since">Not before this.</param>
    /// <param name="after">Those after this one; null: from the first.</param>
    /// <param name="limit">1 to <see cref="MaxLines"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside its range.</exception>
    Task<ImmutableArray<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, WorkSpaceId? after, int limit, CancellationToken cancellation = default);
}

/// <summary>The journal, for backends.</summary>
[Alias("deskfleet.grains.journal")]
public interface IJournalGrain : IGrainWithIntegerKey
{
    /// <inheritdoc cref="IJournalReader.Read"/>
    [AnyGateway, Alias("Read")]
    Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation = default);

    /// <summary>
    /// As <see cref="Read"/>, for a program of any version: a line of a kind that it does not know comes as <see cref="UnknownEvent"/>, which it can read.
    /// </summary>
    /// <param name="knows">The kinds that it knows, by their names in the journal.</param>
    [AnyGateway, Alias("ReadKnown")]
    Task<JournalPage> ReadKnown(JournalPosition after, int limit, TimeSpan wait, ImmutableArray<string> knows, CancellationToken cancellation = default);

    /// <inheritdoc cref="IJournalReader.ReadEntity"/>
    [AnyGateway, Alias("ReadEntity")]
    Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default);

    /// <summary>As <see cref="ReadEntity"/>, for a program of any version.</summary>
    /// <inheritdoc cref="ReadKnown" path="/param"/>
    [AnyGateway, Alias("ReadEntityKnown")]
    Task<ImmutableArray<JournalEntry>> ReadEntityKnown(Entity entity, long afterSequence, int limit, ImmutableArray<string> knows, CancellationToken cancellation = default);

    /// <inheritdoc cref="IJournalReader.End"/>
    [AnyGateway, Alias("End")]
    Task<JournalPosition> End(CancellationToken cancellation = default);

    /// <inheritdoc cref="IJournalReader.Terminated"/>
    [AnyGateway, Alias("Terminated")]
    Task<ImmutableArray<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, WorkSpaceId? after, int limit, CancellationToken cancellation = default);

    /// <inheritdoc cref="IUserErasure.Erase"/>
    [AnyGateway, Alias("EraseOnce")]
    Task<Reply> Erase(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation = default);
}
