using System.Net;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Limits;

namespace DeskFleet.Api.Tests.Edge;

public sealed class SharesTests
{
    private static readonly IPAddress One = IPAddress.Parse("203.0.113.1");
    private static readonly IPAddress Another = IPAddress.Parse("203.0.113.2");

    [Fact]
    public void TryEnter_MoreThanAShareOrThanAll_FindsNoPlace()
    {
        var shares = new Shares<string>(all: 3, ofOne: 2);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => shares.TryEnter("a")));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => shares.TryEnter("b")));

        shares.Leave("a");

        Assert.True(shares.TryEnter("b"));
    }

    [Fact]
    public void Enter_MoreThanAShareOfOneAddress_EvictsItsOldest()
    {
        using var readers = new BodyReaders(all: 10, ofOneAddress: 2, TimeProvider.System);
        var evicted = new List<string>();
        readers.Enter(Another, () => evicted.Add("another"));
        var first = readers.Enter(One, () => evicted.Add("first"));
        readers.Enter(One, () => evicted.Add("second"));

        readers.Enter(One, () => evicted.Add("third"));
        first.Dispose();

        Assert.Equal(["first"], evicted);
        Assert.Equal(3, readers.Count);
    }

    [Fact]
    public void Enter_MoreThanAll_EvictsTheOldestOfAll()
    {
        using var readers = new BodyReaders(all: 2, ofOneAddress: 2, TimeProvider.System);
        var evicted = new List<string>();
        readers.Enter(Another, () => evicted.Add("another"));
        readers.Enter(One, () => evicted.Add("first"));

        readers.Enter(One, () => evicted.Add("second"));

        Assert.Equal(["another"], evicted);
    }

    [Fact]
    public void Sample_MoreOfOneKindThanItsFirst_AreCounted()
    {
        var (time, trail) = (new SteppedTime(), new ListedTrail());
        using var sampler = new Silo.Api.Audit.RefusalSampler(trail, new Grains.Hosting.SystemFleetClock(time), time);
        for (var i = 0; i < 100; i++)
            sampler.Write(ListedTrail.Refusal("203.0.113.1", "MissingAuthenticationTokenException"));
        sampler.Write(ListedTrail.Refusal("203.0.113.2", "MissingAuthenticationTokenException"));
        Assert.Equal(Silo.Api.Audit.RefusalSampler.FirstOfAnAddress + 1, trail.Records.Count);

        time.Now += Silo.Api.Audit.RefusalSampler.Window;
        sampler.Write(ListedTrail.Refusal("203.0.113.1", "MissingAuthenticationTokenException"));

        Assert.Equal(102, trail.Records.Sum(record => record.Count));
        Assert.Equal(90, trail.Records.Max(record => record.Count));
    }

    [Fact]
    public void Sample_OfMoreAddressesThanAreToldApart_IsBoundedAndComplete()
    {
        var (time, trail) = (new SteppedTime(), new ListedTrail());
        var sampler = new Silo.Api.Audit.RefusalSampler(trail, new Grains.Hosting.SystemFleetClock(time), time);
        for (var i = 0; i < 100_000; i++)
            sampler.Write(ListedTrail.Refusal($"203.0.{i % 250}.{i / 250 % 250}", "InvalidSignatureException"));

        sampler.Dispose();

        Assert.InRange(trail.Records.Count, 2, Silo.Api.Audit.RefusalSampler.MaxOneByOne + Silo.Api.Audit.RefusalSampler.MaxKinds + 1);
        Assert.Equal(100_000, trail.Records.Sum(record => record.Count));
    }
}
