using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Hosts;

/// <summary>A host is lost: by an operator's word at once, by a report within what the brake believes (PLC-07).</summary>
public sealed partial class DedicatedHost
{
    /// <summary>How much has been lost of late, and, where that is in more than one zone, out of how many.</summary>
    private static Question? NextLossQuestion(HostState state, Answers answers)
    {
        if (state is not { Status: HostStatus.Available or HostStatus.Draining, Pool: { } pool })
            return null;
        if (answers.Last<LossesWeighed>() is not { } weighed)
            return answers.IsEmpty ? new(Entity.Of(pool.Owner), new WeighLoss(pool.Zone)) : null;
        var counted = answers.Given.Length - 1;
        return LossBrake.NeedsHosts(weighed.Losses) && counted < weighed.Losses.Length
            ? new(Entity.Of(pool with { Zone = weighed.Losses[counted].Zone }), new CountHosts())
            : null;
    }

    private static Decision HearLoss(HostState state, ReportHostLost report, Answers answers, Instant now)
    {
        if (state.Status == HostStatus.Suspected)
            return now >= state.MarkedAt + LossBrake.ConfirmedAfter ? Lose(state, new(report.Detail), now) : Decision.Answer(Held(state));
        if (answers.Last<LossesWeighed>() is not { } weighed)
            return Lose(state, new(report.Detail), now);
        var hosts = answers.Given.Select(given => given.Reply).OfType<HostsCounted>().Sum(counted => counted.Hosts);
        if (LossBrake.Believes(weighed.Losses, hosts))
            return Lose(state, new(report.Detail), now);
        var suspected = new HostSuspected(report.Detail);
        return Decision.Of(Held(state), suspected, NewsAfter(state, suspected, now));
    }

    private static LossHeld Held(HostState state) => new(
        $"More is reported lost at once than is believed: nothing of {state.Id} is moved until an operator confirms it, or it is reported again after a minute; return it if it runs.");

    private static Decision Lose(HostState state, LoseHost lose, Instant now)
    {
        if (state.Status == HostStatus.Requested)
            return Decision.Refuse(RefusalCode.ResourceNotFound, $"{state.Id} is allocated to no pool; allocate it before it can be lost.");
        if (state.Status == HostStatus.Lost)
            return state.IsReturning ? Decision.Of(new ReturnAwaited(IsAwaited: false)) : Decision.Nothing;
        var lost = new HostLost(lose.Detail, state.Occupants.Length);
        return new(Accepted.Instance, [lost],
        [
            NewsAfter(state, lost, now),
            .. state.Occupants.Select(o => new Effect(Entity.Of(o.WorkSpace), new HostLostNews(state.Id, o.Epoch, now))),
        ]);
    }
}
