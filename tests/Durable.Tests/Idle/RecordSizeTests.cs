using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Durable.Tests.Idle;

/// <summary>No record grows with the fleet.</summary>
public sealed class RecordSizeTests
{
    /// <summary>What larger counters take: digits.</summary>
    private const int Digits = 24;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 8, 0);

    [Fact]
    public async Task Records_OfALargeFleet_AreAsLargeAsThoseOfASmallOne()
    {
        var (few, many) = FullRun.Is ? (1_000, 100_000) : (100, 2_000);

        var (small, large) = (await StoppedFleet.Of(few, Start), await StoppedFleet.Of(many, Start));

        Assert.Equal(many, large.Records.Values.OfType<EntityRecord<WorkSpaceState>>().Count(record => record.State.Lifecycle == Lifecycle.Stopped));
        var (before, after) = (Sizes(small), Sizes(large));
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (var (kind, size) in after)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {before[kind].Average:0} bytes, {before[kind].Largest} at most, of {few}; {size.Average:0}, {size.Largest} of {many}");
            Assert.True(size.Largest <= before[kind].Largest + Digits, $"{kind}: {before[kind].Largest} bytes among {few} desktops, {size.Largest} among {many}.");
        }
    }

    private static Dictionary<EntityKind, (double Average, int Largest)> Sizes(StoppedFleet fleet) => fleet.Records
        .GroupBy(stored => stored.Key.Kind, stored => JsonSerializer.SerializeToUtf8Bytes(stored.Value, stored.Value.GetType(), FleetJson.Options).Length)
        .ToDictionary(kind => kind.Key, kind => (kind.Average(), kind.Max()));
}
