using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.WorkSpaces;

public sealed class BatchesTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(25, true)]
    [InlineData(26, false)]
    [Trait("RulePart", "WKS-03")]
    public void Fault_NumberOfItems_IsOneToTwentyFive(int items, bool isPossible) =>
        Assert.Equal(isPossible ? null : RefusalCode.InvalidParameter, Batches.Fault(items, Batches.MaxItems)?.Code);
}
