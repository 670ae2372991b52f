using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What the driver did not do is ordered again (WKS-05, WKS-T2).</summary>
public sealed partial class WorkSpace
{
    private static Decision RetryOr(WorkSpaceState state, DriverJob job, Trigger giveUp, DriverReported? report, Instant now)
    {
        var reason = report?.Detail ?? (report is null ? $"no answer to {job.Verb}" : $"{job.Verb} failed");
        if (job.Verb.IsTriedForEver())
            return Insist(state, job, giveUp, report, reason, now);
        if (job.RetriesLeft == 0)
            return GiveUp(state, giveUp, reason, now);
        // Who refuses at once would refuse all tries within a moment.
        return report is { IsRefusal: true } ? Pause(job, reason, now) : Again(state, job, report, reason, now);
    }

    /// <summary>
    /// A no is answered by a pause, which grows; after silence the time has passed already. ERROR says that something is wrong, and the tries go on. Who is
    /// being terminated stays TERMINATING: ERROR would admit a rebuild of what is to go.
    /// </summary>
    private static Decision Insist(WorkSpaceState state, DriverJob job, Trigger giveUp, DriverReported? report, string reason, Instant now)
    {
        var decision = report is not null ? Pause(job, reason, now) : Again(state, job, report, reason, now);
        var retried = (JobRetried)decision.Events[0];
        if (state.Lifecycle != Lifecycle.Stopping || retried.Job.Retry!.Tries < RetryPolicy.TriesBeforeError)
            return decision;
        var left = GiveUp(state, giveUp, retried.Reason, now);
        return left with { Events = left.Events.SetItem(0, ((StateChanged)left.Events[0]) with { Job = retried.Job }), Effects = left.Effects.AddRange(decision.Effects) };
    }

    /// <summary>The same epoch: who turns out to have done it after all is believed.</summary>
    private static Decision Pause(DriverJob job, string reason, Instant now)
    {
        var retry = Failed(job, now) with { IsPaused = true };
        var pause = RetryPolicy.PauseAfter(retry.Tries);
        var paused = job with { Deadline = now + pause, RetriesLeft = Math.Max(0, job.RetriesLeft - 1), Retry = retry };
        return Decision.Of(new JobRetried(paused, $"{reason}; failed {Times(retry.Tries)}, tried again after {pause.TotalSeconds:0} s"));
    }

    private static Decision Again(WorkSpaceState state, DriverJob job, DriverReported? report, string reason, Instant now)
    {
        var again = DriverJobPolicy.NewJob(job.Verb, state.Epoch + 1, now) with
        {
            RetriesLeft = Math.Max(0, job.RetriesLeft - 1),
            Retry = job.Verb.IsTriedForEver() ? Failed(job, now) : job.Retry,
            MayBeDone = MayRun(state, job, report) ? true : null,
        };
        return Decision.Of(new JobRetried(again, reason), ToDriver(state, again, state.Slot));
    }

    /// <summary>A start that was not answered, now or before, may have been done all the same.</summary>
    private static bool MayRun(WorkSpaceState state, DriverJob job, DriverReported? report) =>
        state.Lifecycle is Lifecycle.Starting or Lifecycle.Rebooting && (job.MayBeDone == true || report is not { Outcome: DriverOutcome.Failed });

    /// <summary>The pause is over: the same once more, under an epoch that is newer than what has been ordered meanwhile.</summary>
    private static Decision EndPause(WorkSpaceState state, DriverJob job, Instant now)
    {
        var again = DriverJobPolicy.NewJob(job.Verb, state.Epoch + 1, now) with
        {
            RetriesLeft = job.RetriesLeft,
            Retry = job.Retry! with { IsPaused = false },
            MayBeDone = job.MayBeDone,
        };
        return Decision.Of(new JobRetried(again, $"{job.Verb} is tried again after it failed {Times(job.Retry!.Tries)}"), ToDriver(state, again, state.Slot));
    }

    private static JobRetry Failed(DriverJob job, Instant now) => new((job.Retry?.Tries ?? 0) + 1, job.Retry?.Since ?? now, IsPaused: false);

    private static string Times(int tries) => tries == 1 ? "once" : $"{tries} times";

    private static Decision GiveUp(WorkSpaceState state, Trigger on, string reason, Instant now)
    {
        var left = Moved(state, on, reason, now);
        ImmutableArray<FleetEvent> events = [left];
        if (state.Awaited is { } awaited)
            events = events.Add(Abandon(awaited, RefusalCode.NotAvailable, now));
        ImmutableArray<Effect> effects = state.Slot is { } slot ? [EndStart(state, slot)] : [];
        return new(Accepted.Instance, events, UnitAfter(state, left.To).IsHeld ? effects : effects.AddRange(ReturnUnit(state)));
    }
}
