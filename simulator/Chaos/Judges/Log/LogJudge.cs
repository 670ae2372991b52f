using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>Judges the event log alone, in one pass. It sees each line twice: before the fleet's track has taken it, and after.</summary>
internal abstract class LogJudge(Docket docket)
{
    /// <summary>What it demands, in a few words.</summary>
    public abstract string Name { get; }

    public virtual void Before(in LogLine line, DesktopTrack? desktop)
    {
    }

    public virtual void After(in LogLine line, DesktopTrack? desktop)
    {
    }

    /// <summary>The log is over.</summary>
    /// <param name="end">Up to when the run is known.</param>
    public virtual void Close(Instant end)
    {
    }

    protected void Say(in LogLine line, string sentence) => docket.Add(Name, line, sentence);

    protected void Say(string entity, Instant at, string sentence) => docket.Add(Name, entity, at, sentence);
}
