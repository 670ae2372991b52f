using DeskFleet.Core.Journal;

namespace DeskFleet.Core.Tests.Journal;

public sealed class JournalPositionTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void Positions_CompareAsTheirNumbers(long left, long right)
    {
        var (a, b) = (new JournalPosition(left), new JournalPosition(right));

        Assert.Equal(left < right, a < b);
        Assert.Equal(left > right, a > b);
        Assert.Equal(left <= right, a <= b);
        Assert.Equal(left >= right, a >= b);
        Assert.Equal(left.CompareTo(right), a.CompareTo(b));
        Assert.True(JournalPosition.Beginning < a);
    }
}
