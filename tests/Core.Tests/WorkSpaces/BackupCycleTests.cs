using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>The marks of the 12-hour cycle, and which copies are good (BAK-01).</summary>
public sealed class BackupCycleTests
{
    private static readonly BackupCycle Twice = BackupCycle.From(Names.Morning).Take(Copy(1)).Take(Copy(2));

    [Theory]
    [InlineData(0, 12)]
    [InlineData(1, 12)]
    [InlineData(12, 24)]
    [InlineData(30, 36)]
    [Trait("RulePart", "BAK-01")]
    public void AimAfter_AnyInstant_IsTheFirstMarkBehindIt(int hours, int mark) =>
        Assert.Equal(Names.Morning + Duration.FromHours(mark), Twice.AimAfter(Names.Morning + Duration.FromHours(hours)).NextAt);

    [Theory]
    [InlineData(2, 1, null)]
    [InlineData(1, 2, null)]
    [InlineData(3, 2, 1)]
    [Trait("RulePart", "BAK-01")]
    public void Without_ACopyThatWasNone_KeepsTheOthers(int epoch, int? newest, int? previous)
    {
        var left = Twice.Without(epoch);

        Assert.Equal(((long?)newest, (long?)previous), (left.Newest?.Epoch, left.Previous?.Epoch));
    }

    private static Backup Copy(int epoch) => new(epoch, Names.Morning, VolumeFingerprint.Blank);
}
