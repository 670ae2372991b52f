using System.Globalization;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>Says what binds, from the largest candidate that misses.</summary>
internal sealed class BindingFinder(PlanRequest request, TrialBook book, int mostHosts)
{
    public Binding? Find(List<ulong> seeds, IReadOnlyDictionary<ulong, SeedPlan> found, int? hosts, LowerBound bound)
    {
        var below = hosts is { } n ? n - 1 : book.All.Where(trial => seeds.Contains(trial.Key.Seed) && !trial.Value.Holds).Select(trial => trial.Key.Hosts).DefaultIfEmpty(mostHosts).Max();
        var misses = book.All
            .Where(trial => trial.Key.Hosts == below && seeds.Contains(trial.Key.Seed) && !trial.Value.Holds)
            .OrderBy(trial => trial.Key.Seed)
            .ThenBy(trial => trial.Key.Loss.Name, StringComparer.Ordinal)
            .ToList();
        if (misses.Count > 0)
            return Of(misses[0].Value, below, misses[0].Key);
        if (hosts is null && seeds.Count > found.Count)
            return null;
        return new(bound.By, Phrases($"a lower bound of {bound.Hosts} host{(bound.Hosts == 1 ? "" : "s")} {request.Where}, which no policy can beat"));
    }

    private Binding Of(Outcome miss, int hosts, Trial trial)
    {
        var under = Phrases($"with {hosts} host{(hosts == 1 ? "" : "s")} {request.Where}, seed {trial.Seed}{(trial.Loss == Loss.None ? "" : $", {trial.Loss.Name} lost")}");
        if (miss.OverQuota > 0)
            return new(Constraint.Quota, Phrases($"the quota of {request.Scenario.Quota} is short of {request.Scenario.Desktops - request.Scenario.Quota} desktops"));
        var by = By(miss);
        under += by == Constraint.OpenHosts ? "; the hosts that people wait for are lost or drained, which a larger number of them does not mend"
            : miss.MoreHostsHelp ? "" : "; nobody waits for room or for a start slot, so more hosts change nothing";
        if (miss.Refused > miss.MaxRefusals)
            return new(by, Phrases($"{(miss.IsAborted ? "at least " : "")}{miss.Refused} refused where {miss.MaxRefusals} may be, {under}"));
        if (miss.Shortfall is { } shortfall && !IsSlow(miss))
            return new(Constraint.Threshold, $"{shortfall}, {under}");
        var p99 = miss.WaitP99Seconds is { } seconds ? Phrases($"p99 of the resume wait {seconds} s") : "no wait ended";
        return new(by, Phrases($"{(miss.IsAborted ? $"{miss.LongWaits} waits beyond {Limit} s when it could not be mended any more" : p99)} where {Limit} s is allowed, {under}"));
    }

    private bool IsSlow(Outcome miss) => request.MaxWait is not null && (miss.IsAborted || miss.WaitP99Seconds > Limit);

    private double Limit => (request.MaxWait ?? Duration.Zero).TotalSeconds;

    private static Constraint By(Outcome miss)
    {
        if (miss.RoomWaits == 0)
            return miss.StartsQueued > 0 ? Constraint.StartSlots : Constraint.ResumeTime;
        if (miss.StartsQueued > miss.RoomWaits)
            return Constraint.StartSlots;
        return miss.ShortOf.OrderByDescending(reason => reason.Value).FirstOrDefault().Key switch
        {
            Rejection.Memory => Constraint.Memory,
            Rejection.Gpu => Constraint.Gpu,
            Rejection.NotOpen => Constraint.OpenHosts,
            _ => Constraint.VCpu,
        };
    }

    private static string Phrases(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
