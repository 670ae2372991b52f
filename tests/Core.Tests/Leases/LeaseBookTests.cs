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
}
