using DeskFleet.Silo.Loops;

namespace DeskFleet.Silo.Tests.Hosting;

public sealed class LoopWatchTests
{
    private readonly List<OddRecord> _told = [];

    /// <summary>The death of a silo fails every wake that was on its way there: no record is odd for that, and nobody is to be called for it.</summary>
    [Fact]
    public void Skip_OfWhatFailedSinceASiloIsAway_NamesNoRecord()
    {
        var watch = NewWatch();

        watch.Skip("WorkSpace:ws-1", new SiloUnavailableException("gone"));

        Assert.Empty(_told);
        Assert.Equal(0, watch.Skipped);
    }

    [Fact]
    public void Skip_OfWhatFailsByItself_NamesTheRecordOnce()
    {
        var watch = NewWatch();

        watch.Skip("WorkSpace:ws-1", new InvalidOperationException("odd"));
        watch.Skip("WorkSpace:ws-1", new InvalidOperationException("odd"));
        watch.Skip("WorkSpace:ws-2", new TimeoutException("never answers"));

        Assert.Equal(["WorkSpace:ws-1", "WorkSpace:ws-2"], _told.Select(record => record.Name));
        Assert.Equal(3, watch.Skipped);
    }

    private LoopWatch NewWatch() => new("a_loop", TimeSpan.FromMinutes(1), TimeProvider.System, (_, record) => _told.Add(record));
}
