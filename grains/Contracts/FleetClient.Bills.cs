using System.Runtime.CompilerServices;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>Bills and own licences.</summary>
public sealed partial class FleetClient
{
    /// <summary>
    /// The WorkSpace's lines of a month's bill, this month or the one before: <see cref="StatementRead"/>, or a <see cref="Refused"/>.
    /// </summary>
    public Task<Reply> Statement(WorkSpaceId id, BillingMonth month) => WorkSpace(id).Statement(month);

    /// <summary>
    /// An account's bill of this month or the one before, one statement a WorkSpace: those that are terminated first, then those that are
    /// there. It streams, page by page; kept are only the ids of the terminated. View and journal are a moment behind the desktops.
    /// </summary>
    /// <exception cref="ArgumentException">The month is not known any more; the message says which are.</exception>
    public async IAsyncEnumerable<Statement> Statements(AccountId account, BillingMonth month, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var terminated = await Terminated(cancellation);
        await foreach (var id in terminated.ToAsyncEnumerable().Concat(Existing(account, cancellation).Where(id => !terminated.Contains(id))).WithCancellation(cancellation))
        {
            if (await Statement(id, month) is not StatementRead read)
                throw new ArgumentException($"{month} is not known any more: WorkSpaces know their bills of this month and the one before.", nameof(month));
            if (read.Account == account && !read.Statement.Lines.IsEmpty)
                yield return read.Statement;
        }
    }

    /// <summary>How an account stands with its own licences in a region: this month, the next, and those that are over (BYO-12).</summary>
    /// <param name="ifTerminated">"What if I terminate so many seats today?" Nothing is changed (BYO-15).</param>
    public async Task<CommitmentRead> Commitment(AccountId account, int ifTerminated = 0) =>
        (CommitmentRead)await Tell(Entity.Of(account), new ReadCommitment(ifTerminated));

    /// <summary>Begins to bring own licences, or renews the agreement (BYO-02, BYO-04).</summary>
    public Task<Reply> Enrol(OperationId id, AccountId account, EnrolLicences enrol) => Once(id, Entity.Of(account), enrol);

    /// <summary>Opens launches under own licences once agreement, hosts and quota are there (BYO-04).</summary>
    public Task<Reply> ActivateEnrolment(OperationId id, AccountId account, ActivateEnrolment activate) => Once(id, Entity.Of(account), activate);

    private async IAsyncEnumerable<WorkSpaceId> Existing(AccountId account, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (WorkSpaceId? after = null; ;)
        {
            var page = await grains.GetGrain<IWorkSpaceViewGrain>(0).List(new() { Account = account }, after, IWorkSpaceView.MostOnAPage, cancellation);
            foreach (var listed in page.Items)
                yield return listed.Desktop.Id;
            if (page.Next is null)
                yield break;
            after = page.Next;
        }
    }

    /// <summary>Whoever the journal says is terminated, of any account.</summary>
    private async Task<HashSet<WorkSpaceId>> Terminated(CancellationToken cancellation)
    {
        var (journal, ids) = (grains.GetGrain<IJournalGrain>(0), new HashSet<WorkSpaceId>());
        var end = await journal.End(cancellation);
        for (var position = JournalPosition.Beginning; position < end;)
        {
            var page = await journal.Read(position, IJournalReader.MostLines, TimeSpan.Zero, cancellation);
            ids.UnionWith(page.Entries.Where(line => line.Event is StateChanged { To: Lifecycle.Terminated }).Select(line => new WorkSpaceId(line.Entity.Key)));
            position = page.Next;
        }

        return ids;
    }
}
