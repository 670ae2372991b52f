using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;

namespace DeskFleet.Core.Tests.Leases;

/// <summary>The count of an owner's units.</summary>
public sealed class LeaseBookTests
{
    [Fact]
    public void Cancel_OfTheOnlyLease_LeavesTheBookAsItWas()
    {
        var lease = new Lease(Names.Operation(1), Entity.Of(Names.WorkSpace(1)), "zone-b", Names.Morning + LeaseBook.Term);

        var after = LeaseBook.Empty.Lend(lease).Cancel(lease.OperationId);

        Assert.Equal((0, 0), (after.Used.Count, after.Lent.Length));
    }

    /// <summary>Of two activations of the holder each may deliver what is owed; the slower one comes when all is over (chaos seeds 86, 807).</summary>
    [Fact]
    public void Book_OfWhatIsOver_CountsNothingAgain()
    {
        var lease = new Lease(Names.Operation(1), Entity.Of(Names.WorkSpace(1)), "zone-b", Names.Morning + LeaseBook.Term);
        var confirmed = LeaseBook.Empty.Lend(lease).Confirm(lease.OperationId, lease.Slot);
        Assert.True(confirmed.IsSpent(lease.OperationId));

        var settled = confirmed.Return(lease.OperationId, lease.Slot).Settle(lease.OperationId);
        Assert.Same(settled, settled.Return(lease.OperationId, lease.Slot));
        Assert.Equal((0, true), (settled.Count(lease.Slot), settled.IsSpent(lease.OperationId)));
    }

    [Fact]
    public void Book_AfterManyLeases_RemembersTheLastFewOnly()
    {
        var book = Enumerable.Range(1, 100).Aggregate(LeaseBook.Empty, (so, number) =>
        {
            var lease = new Lease(Names.Operation(number), Entity.Of(Names.WorkSpace(number)), "zone-b", Names.Morning);
            return so.Lend(lease).Confirm(lease.OperationId, lease.Slot).Return(lease.OperationId, lease.Slot).Settle(lease.OperationId);
        });

        Assert.Equal((0, LeaseBook.OverKept), (book.Confirmed.Length, book.Settled.Length));
    }
}
