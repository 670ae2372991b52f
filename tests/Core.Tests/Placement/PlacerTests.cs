using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;

namespace DeskFleet.Core.Tests.Placement;

/// <summary>Which hosts are proposed, in which order, and what the explanation counts.</summary>
public sealed class PlacerTests
{
    private static readonly PlacementRequest Standard = new(new(2, 4 * 1024, 0), MayUseReserve: false);
    private static readonly PlacementRequest Graphics = new(new(8, 15 * 1024, 1), MayUseReserve: false);

    [Fact]
    [Trait("Rule", "PLC-05")]
    public void Propose_HostsWithRoom_TightestFirst()
    {
        var index = Index(Host("h-a", vcpu: 60), Host("h-b", vcpu: 4), Host("h-c", vcpu: 20));

        Assert.Equal(["h-b", "h-c", "h-a"], Proposed(index, Standard));
    }

    [Fact]
    public void Propose_EqualHosts_LowerNameFirst() =>
        Assert.Equal(["h-1", "h-2", "h-3"], Proposed(Index(Host("h-3"), Host("h-1"), Host("h-2")), Standard));

    [Fact]
    public void Propose_ManyHosts_NamesThree() =>
        Assert.Equal(Placer.MaxCandidates, Proposed(Index([.. Enumerable.Range(1, 20).Select(i => Host($"h-{i:00}"))]), Standard).Count());

    [Fact]
    public void Propose_HostThatStartsAtOnce_GoesBeforeATighterOneThatQueues() =>
        Assert.Equal(["h-b", "h-a"], Proposed(Index(Host("h-a", vcpu: 4) with { StartsAhead = 1 }, Host("h-b", vcpu: 60)), Standard));

    [Fact]
    [Trait("Rule", "RUN-09")]
    public void Propose_AllQueueTheirStarts_ShortestQueueBeforeTheTighterHost() =>
        Assert.Equal(
            ["h-b", "h-c", "h-a"],
            Proposed(
                Index(
                    Host("h-a", vcpu: 2) with { StartsAhead = 9 },
                    Host("h-b", vcpu: 60) with { StartsAhead = 1 },
                    Host("h-c", vcpu: 4) with { StartsAhead = 2 }),
                Standard));

    [Fact]
    public void Propose_ClosedHostWithoutRoom_CountsAsNotOpen()
    {
        var (_, why) = Placer.Default.Propose(Index(Host("h-1", vcpu: 0) with { Open = false }, Host("h-2", vcpu: 1)), Standard, 0);

        Assert.Equal((2, 1, 1), (why.Evaluated, why.Filtered[Rejection.NotOpen], why.Filtered[Rejection.VCpu]));
    }

    [Fact]
    public void Index_HostClosesAndOpens_IsCountedAsClosedMeanwhile()
    {
        var host = Host("h-1");
        var closed = Index(host).With(host with { Open = false, Version = 2 });

        Assert.Equal((1, 0), (closed.Closed, closed.FromBest(Standard.Size).Count()));
        var open = closed.With(host with { Version = 3 });
        Assert.Equal((0, 1), (open.Closed, open.FromBest(Standard.Size).Count()));
    }

    [Fact]
    public void Propose_WithoutGpu_SparesGpuHosts() =>
        Assert.Equal(["h-plain", "h-gpu"], Proposed(Index(Host("h-gpu", vcpu: 4, gpus: 4), Host("h-plain", vcpu: 60)), Standard));

    /// <summary>A request for a GPU looks at hosts with one and at no others, however many there are.</summary>
    [Fact]
    [Trait("Rule", "PLC-05")]
    public void Propose_GraphicsAmongManyHostsWithoutAGpu_LooksAtThoseWithOne()
    {
        var index = Index([.. Enumerable.Range(1, 500).Select(i => Host($"h-{i:000}")), Gpu("h-gpu-1", free: 1), Gpu("h-gpu-2", free: 0)]);

        var (candidates, why) = Placer.Default.Propose(index, Graphics, 0);

        Assert.Equal(["h-gpu-1", "h-gpu-2"], index.FromBest(Graphics.Size).Select(host => host.Host.Value));
        Assert.Equal("h-gpu-1", Assert.Single(candidates).Host.Value);
        Assert.Equal((502, 501), (why.Evaluated, why.Filtered[Rejection.Gpu]));
    }

    /// <summary>The tightest by free vCPU is the tightest whatever its size, so how many hosts of another type there are changes nothing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Propose_HostsOfTwoTypes_AreTakenInTheOneOrder(int tiny)
    {
        var type = new HostType("tiny", new(8, 100 * 1024, 0), HostType.DefaultStartSlots);
        var hosts = Enumerable.Range(1, tiny).Select(i => Host($"h-tiny-{i}", vcpu: 6) with { Type = type }).ToList();
        var index = Index([Host("h-large", vcpu: 40), .. hosts]);

        Assert.Equal("h-tiny-1", Proposed(index, Standard).First());
        Assert.Equal(index.FromBest(Standard.Size).Take(Placer.MaxCandidates).Select(host => host.Host.Value), Proposed(index, Standard));
    }

    [Fact]
    [Trait("Rule", "PLC-05")]
    public void Propose_GraphicsWithNoGpuFree_CountsTheGpuOnly()
    {
        var (candidates, why) = Placer.Default.Propose(Index(Gpu("h-1", free: 0), Gpu("h-2", free: 0)), Graphics, 0);

        Assert.Empty(candidates);
        Assert.Equal((2, 2), (why.Evaluated, why.Filtered[Rejection.Gpu]));
        Assert.Single(why.Filtered);
    }

    [Fact]
    public void Propose_EveryReason_IsCountedOnce()
    {
        var index = Index(
            Host("h-closed") with { Open = false },
            Host("h-busy", vcpu: 1),
            Host("h-full", vcpu: 0),
            Host("h-small") with { Free = new(40, 1024, 0) },
            Host("h-empty") with { Occupants = 0 },
            Host("h-good"));

        var (candidates, why) = Placer.Default.Propose(index, Standard, reserveHosts: 1);

        Assert.Equal("h-good", Assert.Single(candidates).Host.Value);
        Assert.Equal(6, why.Evaluated);
        Assert.Equal(
            new Dictionary<Rejection, int>
            {
                [Rejection.NotOpen] = 1,
                [Rejection.VCpu] = 2,
                [Rejection.Memory] = 1,
                [Rejection.KeptInReserve] = 1,
            },
            why.Filtered);
    }

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(1, true, 2)]
    [InlineData(2, false, 0)]
    [InlineData(0, false, 2)]
    [Trait("Rule", "PLC-05")]
    public void Propose_EmptyHosts_AreKeptFromLaunchesUpToTheReserve(int reserve, bool mayUse, int atLeast)
    {
        var index = Index(Host("h-1") with { Occupants = 0 }, Host("h-2") with { Occupants = 0 });

        var (candidates, _) = Placer.Default.Propose(index, Standard with { MayUseReserve = mayUse }, reserve);

        Assert.True(candidates.Length >= atLeast);
        Assert.Equal(atLeast == 0, candidates.IsEmpty);
    }

    [Fact]
    public void Index_OlderNews_ChangesNothing()
    {
        var index = Index(Host("h-1", vcpu: 10) with { Version = 5 });

        Assert.Same(index, index.With(Host("h-1", vcpu: 80) with { Version = 4 }));
        Assert.Equal(10, index.FreeVCpu);
        Assert.Equal(80, index.With(Host("h-1", vcpu: 80) with { Version = 6 }).FreeVCpu);
    }

    [Fact]
    public void Index_Offers_CountAsTakenUntilTheyAreAnswered()
    {
        var told = Host("h-1", vcpu: 10) with { Occupants = 0 };
        var index = Index(told);

        var offered = index.WithOffer(told.Host, Names.WorkSpace(1), Standard.Size).WithOffer(told.Host, Names.WorkSpace(2), Standard.Size);
        Assert.Equal((6, 0), (offered.FreeVCpu, offered.EmptyHosts));
        Assert.Same(offered, offered.With(told));
        var declined = offered.WithAnswer(told.Host, Names.WorkSpace(1), taken: false);
        Assert.Equal((8, 0), (declined.FreeVCpu, declined.EmptyHosts));
        var returned = declined.WithAnswer(told.Host, Names.WorkSpace(2), taken: false);

        Assert.Equal((10, 1), (returned.FreeVCpu, returned.EmptyHosts));
        Assert.Same(returned, returned.WithAnswer(told.Host, Names.WorkSpace(2), taken: false));
        Assert.Same(index, index.WithOffer(new("h-unknown"), Names.WorkSpace(1), Standard.Size));
    }

    /// <summary>Two of five places are offered and both are taken; each time there is room for three or, for a moment, for one more.</summary>
    [Theory]
    [InlineData("news 1, answer 1, news 2, answer 2", "6 6 6 6")]
    [InlineData("news 1, news 2, answer 2, answer 1", "6 6 6 6")]
    [InlineData("news 1, answer 2, news 2, answer 1", "6 6 6 6")]
    [InlineData("answer 1, news 1, answer 2, news 2", "6 6 8 6")]
    [InlineData("news 2, answer 1, answer 2", "6 6 6")]
    public void Index_OffersTaken_CountOnceWhicheverNewsComeFirst(string story, string free)
    {
        var told = Host("h-1", vcpu: 10) with { Occupants = 0 };
        var index = Index(told).WithOffer(told.Host, Names.WorkSpace(1), Standard.Size).WithOffer(told.Host, Names.WorkSpace(2), Standard.Size);
        var seen = new List<int>();

        foreach (var step in story.Split(", "))
        {
            var number = step[^1] - '0';
            index = step.StartsWith("news", StringComparison.Ordinal)
                ? index.With(told with { Free = new(10 - (2 * number), 100 * 1024, 0), Occupants = number, Version = 1 + number })
                : index.WithAnswer(told.Host, Names.WorkSpace(number), taken: true);
            seen.Add(index.FreeVCpu);
        }

        Assert.Equal(free, string.Join(' ', seen));
    }

    /// <summary>Somebody came without an offer: his arrival is held to be another's only until that one answers.</summary>
    [Fact]
    public void Index_ArrivalWithoutAnOffer_IsForgottenWithTheAnswers()
    {
        var told = Host("h-1", vcpu: 10) with { Occupants = 0 };
        var index = Index(told).WithOffer(told.Host, Names.WorkSpace(1), Standard.Size)
            .With(told with { Free = new(8, 100 * 1024, 0), Occupants = 1, Version = 2 });
        Assert.Equal(8, index.FreeVCpu);

        index = index.With(told with { Free = new(6, 100 * 1024, 0), Occupants = 2, Version = 3 }).WithAnswer(told.Host, Names.WorkSpace(1), taken: true);
        Assert.Equal(6, index.FreeVCpu);

        Assert.Equal(4, index.WithOffer(told.Host, Names.WorkSpace(3), Standard.Size).FreeVCpu);
    }

    [Fact]
    public void Index_ClosedHosts_CountNeitherAsRoomNorAsReserve()
    {
        var index = Index(Host("h-1", vcpu: 10) with { Open = false, Occupants = 0 }, Host("h-2", vcpu: 7));

        Assert.Equal((7, 0, 2), (index.FreeVCpu, index.EmptyHosts, index.Count));
    }

    private static IEnumerable<string> Proposed(FreeIndex index, PlacementRequest request) =>
        Placer.Default.Propose(index, request, 0).Candidates.Select(candidate => candidate.Host.Value);

    private static FreeIndex Index(params HostView[] views) => views.Aggregate(FreeIndex.Empty, (index, view) => index.With(view));

    private static HostView Host(string name, int vcpu = 40, int gpus = 0) =>
        new(new HostId(name), gpus > 0 ? HostType.Gpu : HostType.General, new(vcpu, 100 * 1024, gpus), 1, StartsAhead: 0, Open: true, Version: 1);

    private static HostView Gpu(string name, int free) => Host(name, gpus: 4) with { Free = new(32, 100 * 1024, free) };
}
