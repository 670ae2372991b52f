using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>
/// Whoever waits for room is served in the order of asking, people before machines, each kind of host in a line of its own, and waits no longer than was
/// promised (PLC-04, PLC-06). Nobody who comes later, or without waiting, passes him.
/// </summary>
internal sealed class FairLines(Docket docket, FleetTrack fleet, Allowance allowance, IReadOnlySet<string> ordered) : LogJudge(docket)
{
    private readonly Dictionary<string, List<Waiting>> _lines = new(StringComparer.Ordinal);
    private readonly List<(Waiting Who, LogLine By, Instant Latest)> _passed = [];

    public override string Name => "lines are served in their order";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        Settle(line.At);
        if (desktop is null || DesktopTrack.PlaceOf(line.Event) is null)
            return;
        var identity = line.Event.Part("terms") is { } terms ? Identity.Of(terms) : desktop.Identity;
        if (identity is null)
            return;
        if (LineOf(identity) is not { Count: > 0 } queue)
            return;
        var own = queue.Find(waiting => waiting.Desktop == desktop);
        foreach (var other in queue.Where(other => other != own && IsPassed(other, own, identity)))
            _passed.Add((other, line with { Event = default }, allowance.Latest(other.Desktop.Entity, line.At)));
    }

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop?.Identity is not { } identity)
            return;
        var queue = LineOf(identity);
        var own = queue.FindIndex(waiting => waiting.Desktop == desktop);
        if (line.What == "capacity-awaited" && desktop.Wait is { } wait)
        {
            if (own >= 0)
                queue.RemoveAt(own);
            queue.Add(new(desktop, wait, line.At, IsForPeople(desktop)));
            if (Abs(wait.Until - wait.Since - allowance.Bounds.CapacityWait) > allowance.Skew)
                Say(line, $"waits for room until {wait.Until}, which is not {allowance.Bounds.CapacityWait} from {wait.Since}");
        }
        else if (own >= 0 && desktop.Wait is null)
        {
            End(line, queue[own]);
            queue.RemoveAt(own);
        }
        else if (own >= 0 && line.What is "capacity-wait-changed" or "session-awaited")
        {
            queue[own] = queue[own] with { Wait = desktop.Wait!.Value };
        }
    }

    public override void Close(Instant end)
    {
        Settle(end);
        foreach (var waiting in _lines.Values.SelectMany(queue => queue))
        {
            if (end > allowance.Latest(waiting.Desktop.Entity, waiting.Wait.Until))
                Say(waiting.Desktop.Entity, waiting.Wait.Until, $"still waits for room, and was promised an answer by {waiting.Wait.Until}");
        }
    }

    private void End(in LogLine line, Waiting waiting)
    {
        if (line.At > allowance.Latest(line.Entity, waiting.Wait.Until))
            Say(line, $"waited for room until {line.At}, and was promised an answer by {waiting.Wait.Until}");
        if (line.What == "capacity-wait-ended" && line.Event.Text("code") == "InsufficientCapacity" && line.At + allowance.Skew < waiting.Wait.Until)
            Say(line, $"is refused room at {line.At}, and was to wait until {waiting.Wait.Until}");
    }

    /// <summary>Somebody who stood before the one that is served, and whose request the line does not let him pass.</summary>
    private bool IsPassed(Waiting other, Waiting? own, Identity served)
    {
        if (other.Wait.Goal == "Launch" && fleet.Reserves.GetValueOrDefault(served.Pool) > 0)
            return false;
        if (own is null || other.IsForPeople != own.IsForPeople)
            return other.IsForPeople;
        return IsBefore(other, own) && !IsUnsure(other) && !IsUnsure(own);
    }

    private bool IsBefore(Waiting a, Waiting b) => LineOf(a.Desktop.Identity!).IndexOf(a) < LineOf(b.Desktop.Identity!).IndexOf(b);

    /// <summary>Somebody ordered something by hand for it, so that it may stand among the people.</summary>
    private bool IsUnsure(Waiting waiting) => ordered.Contains(waiting.Desktop.Entity);

    /// <summary>What was passed and is served in the same moment, or as soon as it can be heard of, was not passed after all.</summary>
    private void Settle(Instant now)
    {
        for (var i = _passed.Count - 1; i >= 0; i--)
        {
            var (who, by, latest) = _passed[i];
            if (who.Desktop.Wait != who.Wait)
                _passed.RemoveAt(i);
            else if (now > latest)
            {
                Say(by, $"is given room before {who.Desktop.Entity}, which has waited in the same line since {who.JoinedAt}");
                _passed.RemoveAt(i);
            }
        }
    }

    /// <summary>An administrator, or somebody who signed in; a launch is always a person's.</summary>
    private static bool IsForPeople(DesktopTrack desktop) => desktop.Awaited is not null || desktop.Wait?.Goal is "Launch" or "Rebuild" or "Restore" or "RestoreWithRoot";

    private static Duration Abs(Duration length) => Duration.Max(length, -length);

    private List<Waiting> LineOf(Identity identity)
    {
        var name = identity.Size.Gpus > 0 ? $"{identity.Pool} gpu" : identity.Pool;
        if (!_lines.TryGetValue(name, out var queue))
            _lines.Add(name, queue = []);
        return queue;
    }

    private sealed record Waiting(DesktopTrack Desktop, WaitTrack Wait, Instant JoinedAt, bool IsForPeople);
}
