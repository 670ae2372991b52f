using System.Runtime.CompilerServices;
using DeskFleet.Contracts.Billing;
using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Contracts;

/// <summary>Bills and own licences.</summary>
public sealed partial class FleetClient
{
    /// <summary>Before all that any journal tells.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>
    /// The WorkSpace's lines of a month's bill, this month or the one before: <see cref="StatementRead"/>, or a <see cref="Refused"/>.
    /// </summary>
    /// <param name="tag">The key of a tag by whose values the total is divided, too (TAG-03); null: none.</param>
    public Task<Reply> Statement(WorkSpaceId id, BillingMonth month, string? tag = null, CancellationToken cancellation = default) =>
        Ask(grains => WorkSpace(grains, id).Statement(month, tag), cancellation);

    /// <summary>What a directory costs in a month without WorkSpaces (DIR-16), as for a WorkSpace.</summary>
    public Task<Reply> Statement(DirectoryId directory, BillingMonth month, CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IDirectoryGrain>(directory.Value).Statement(month), cancellation);

    /// <summary>The lines of a month's bill that are no WorkSpace's and no directory's: packages and missing seats (WAM-14, BIL-24).</summary>
    public Task<Reply> Statement(AccountId account, BillingMonth month, CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IAccountGrain>(account.ToString()).Statement(month), cancellation);

    /// <summary>
    /// An account's bill of this month or the one before, one statement a WorkSpace: those that are terminated first, then those that are
    /// there; after them the directories of the account's registry, and what is the account's own. It streams, page by page; kept are only the
    /// ids of the terminated. View and journal are a moment behind the desktops.
    /// </summary>
    /// <exception cref="ArgumentException">The month is not known any more; the message says which are.</exception>
    public IAsyncEnumerable<Statement> Statements(AccountId account, BillingMonth month, CancellationToken cancellation = default) =>
        Reads(account, month, tag: null, cancellation).Select(read => read.Statement);

    /// <summary>What <see cref="Statements"/> comes to: totals, by kind of charge, and by the values of a tag (TAG-03).</summary>
    /// <param name="tag">The key of the tag; null: none.</param>
    /// <inheritdoc cref="Statements" path="/exception"/>
    public async Task<AccountBill> Bill(AccountId account, BillingMonth month, string? tag = null, CancellationToken cancellation = default)
    {
        var bill = AccountBill.Empty(month, byTag: tag is not null);
        await foreach (var read in Reads(account, month, tag, cancellation))
            bill = bill.With(read);
        return bill;
    }

    /// <summary>How long a WorkSpace ran in [from, to), not rounded (BIL-21); of this month and the one before.</summary>
    public Task<Duration> RunningTime(WorkSpaceId id, Instant from, Instant to, CancellationToken cancellation = default) =>
        Ask(grains => WorkSpace(grains, id).RunningTime(from, to), cancellation);

    /// <summary>How long the WorkSpaces of a directory ran in [from, to), those that are terminated included (BIL-21).</summary>
    public async Task<Duration> RunningTime(DirectoryId directory, Instant from, Instant to, CancellationToken cancellation = default)
    {
        var (terminated, sum) = (await Terminated(null, directory, from, cancellation), Duration.Zero);
        foreach (var id in terminated)
        {
            if (await Send(Entity.Of(id), new ReadUsage(), cancellation) is UsageRead { Desktop.Desktop: { } desktop } && desktop.Directory == directory)
                sum += await RunningTime(id, from, to, cancellation);
        }

        await foreach (var id in Existing(new() { Directory = directory }, cancellation).Where(id => !terminated.Contains(id)))
            sum += await RunningTime(id, from, to, cancellation);
        return sum;
    }

    /// <summary>How an account stands with its own licences in a region: this month, the next, and those that are over (BYO-12).</summary>
    /// <param name="ifTerminated">"What if I terminate so many seats today?" Nothing is changed (BYO-15).</param>
    public async Task<CommitmentRead> Commitment(AccountId account, int ifTerminated = 0, CancellationToken cancellation = default) =>
        (CommitmentRead)await Send(Entity.Of(account), new ReadCommitment(ifTerminated), cancellation);

    /// <summary>Begins to bring own licences, or renews the agreement (BYO-02, BYO-04).</summary>
    public Task<Reply> Enrol(OperationId id, AccountId account, EnrolLicences enrol, CancellationToken cancellation = default) => Once(id, Entity.Of(account), enrol, cancellation);

    /// <summary>Opens launches under own licences once agreement, hosts and quota are there (BYO-04).</summary>
    public Task<Reply> ActivateEnrolment(OperationId id, AccountId account, ActivateEnrolment activate, CancellationToken cancellation = default) => Once(id, Entity.Of(account), activate, cancellation);

    private async IAsyncEnumerable<StatementRead> Reads(AccountId account, BillingMonth month, string? tag, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var terminated = await Terminated(account, null, month.Start, cancellation);
        await foreach (var id in terminated.ToAsyncEnumerable().Concat(Existing(new() { Account = account }, cancellation).Where(id => !terminated.Contains(id))).WithCancellation(cancellation))
        {
            if (Known(await Statement(id, month, tag, cancellation)) is { } read && read.Account == account && !read.Statement.Lines.IsEmpty)
                yield return read;
        }

        foreach (var directory in (await DescribeRegistry(account, cancellation)).IdsOf(ListedKind.Directory))
        {
            if (Known(await Statement(new DirectoryId(directory), month, cancellation)) is { } read && read.Account == account && !read.Statement.Lines.IsEmpty)
                yield return read;
        }

        yield return Known(await Statement(account, month, cancellation))!;
    }

    /// <summary>Null for what is not there any more.</summary>
    private static StatementRead? Known(Reply reply) => reply switch
    {
        StatementRead read => read,
        Refused { Code: RefusalCode.ResourceNotFound } => null,
        Refused refused => throw new ArgumentException(refused.Message),
        _ => throw new InvalidOperationException($"{reply} is no statement."),
    };

    private async IAsyncEnumerable<WorkSpaceId> Existing(WorkSpaceFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (WorkSpaceId? after = null; ;)
        {
            var page = await List(filter, after, IWorkSpaceView.MaxOnAPage, cancellation);
            foreach (var listed in page.Items)
                yield return listed.Desktop.Id;
            if (page.Next is null)
                yield break;
            after = page.Next;
        }
    }

    /// <summary>Whoever was terminated since then, or on the day before, as clocks may differ. Some of others may be among them.</summary>
    private Task<HashSet<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, CancellationToken cancellation) =>
        JournalKinds.Either(() => LatelyTerminated(account, directory, since, cancellation), () => EverTerminated(cancellation));

    private async Task<HashSet<WorkSpaceId>> LatelyTerminated(
        AccountId? account, DirectoryId? directory, Instant since, CancellationToken cancellation)
    {
        const int limit = IJournalReader.MaxLines;
        var (ids, dayBefore) = (new HashSet<WorkSpaceId>(), Instant.Max(since, Earliest) - Duration.FromDays(1));
        for (WorkSpaceId? after = null; ;)
        {
            var page = await Ask(
                grains => grains.GetGrain<IJournalGrain>(0).Terminated(account, directory, dayBefore, after, limit, cancellation), cancellation);
            ids.UnionWith(page);
            if (page.Length < limit)
                return ids;
            after = page[^1];
        }
    }

    /// <summary>Whoever the journal says is terminated, of any account, read line by line.</summary>
    private async Task<HashSet<WorkSpaceId>> EverTerminated(CancellationToken cancellation)
    {
        var ids = new HashSet<WorkSpaceId>();
        var end = await End(cancellation);
        for (var position = JournalPosition.Beginning; position < end;)
        {
            var page = await Ask(grains => grains.GetGrain<IJournalGrain>(0).ReadAny(position, IJournalReader.MaxLines, TimeSpan.Zero, cancellation), cancellation);
            ids.UnionWith(page.Entries.Where(line => line.Event is StateChanged { To: Lifecycle.Terminated }).Select(line => new WorkSpaceId(line.Entity.Key)));
            position = page.Next;
        }

        return ids;
    }
}
