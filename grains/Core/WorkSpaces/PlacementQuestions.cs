using System.Collections.Immutable;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What is asked of pools and hosts to find room.</summary>
/// <param name="Zones">In order of preference; one only, but for launches (PLC-04).</param>
/// <param name="MayWait">Take a place in the first zone's queue when all are full.</param>
public sealed record PlacementPlan(
    WorkSpaceId WorkSpace,
    long Epoch,
    AccountId Owner,
    ImmutableArray<ZoneId> Zones,
    PlacementRequest Request,
    bool NeedsStartSlot,
    AskedBy By,
    bool MayWait);

/// <summary>
/// The placement protocol as a pure fold over its answers: pool proposes, host decides; a refusal teaches the pool and the next
/// candidate is tried, then the next zone, then the queue.
/// </summary>
public static class PlacementQuestions
{
    /// <summary>Proposals of one zone that may all turn out stale before it counts as full, and the asker joins its queue.</summary>
    private const int MaxRounds = 3;

    /// <summary>The next question; null when the answers settle it.</summary>
    public static Question? Next(PlacementPlan plan, Answers answers)
    {
        var progress = Read(answers);
        if (progress.IsSettled)
            return null;
        if (progress.Candidate is { } host)
            return new(Entity.Of(host), new ReserveSlot(plan.WorkSpace, plan.Epoch, plan.Request.Size, plan.NeedsStartSlot));
        if (progress.ZonesTried < plan.Zones.Length)
            return Propose(plan, plan.Zones[progress.ZonesTried], plan is { MayWait: true, Zones.Length: 1 } ? Queueing.IfFull : Queueing.Never, progress.Seen);
        return plan.MayWait && progress.FirstZoneNotRefused(plan) is { } queue ? Propose(plan, queue, Queueing.AtOnce, progress.Seen) : null;
    }

    private static Question Propose(PlacementPlan plan, ZoneId zone, Queueing queueing, HostView? seen) => new(
        Entity.Of(new HostPoolId(plan.Owner, zone)),
        new ProposeHosts(plan.WorkSpace, plan.Request, plan.By, queueing, seen));

    private static Progress Read(Answers answers)
    {
        var progress = new Progress();
        foreach (var (question, reply) in answers.Given)
        {
            if (question.Target.Kind is EntityKind.HostPool or EntityKind.DedicatedHost)
                progress.Take(question, reply);
        }

        return progress;
    }

    private sealed class Progress
    {
        private readonly List<string> _refusedPools = [];
        private ImmutableArray<PlacementCandidate> _candidates = [];
        private int _next;
        private int _rounds;

        public bool IsSettled { get; private set; }

        public int ZonesTried { get; private set; }

        public HostView? Seen { get; private set; }

        public HostId? Candidate => _next < _candidates.Length ? _candidates[_next].Host : null;

        public ZoneId? FirstZoneNotRefused(PlacementPlan plan)
        {
            foreach (var zone in plan.Zones)
            {
                if (!_refusedPools.Contains(new HostPoolId(plan.Owner, zone).ToString()))
                    return zone;
            }

            return null;
        }

        public void Take(Question question, Reply reply)
        {
            switch (reply)
            {
                case SlotReserved or QueuedForCapacity:
                    IsSettled = true;
                    break;
                case Proposal proposal:
                    (_candidates, _next, _rounds) = (proposal.Candidates, 0, _rounds + 1);
                    break;
                case SlotRefused refused:
                    Seen = refused.View;
                    _next++;
                    if (Candidate is null && _rounds >= MaxRounds)
                        NextZone();
                    break;
                case NoRoom:
                    NextZone();
                    break;
                case Refused:
                    _refusedPools.Add(question.Target.Key);
                    NextZone();
                    break;
            }
        }

        private void NextZone()
        {
            (_candidates, _next, _rounds, Seen) = ([], 0, 0, null);
            ZonesTried++;
        }
    }
}
