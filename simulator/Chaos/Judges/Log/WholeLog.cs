using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>Every entity's events are there, once and in their order, and time does not run backwards.</summary>
internal sealed class WholeLog(Docket docket, Allowance allowance) : LogJudge(docket)
{
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private Instant _newest = Instant.MinValue;

    public override string Name => "the log is whole";

    /// <summary>The number of each entity's newest line.</summary>
    public IReadOnlyDictionary<string, long> Sequences => _sequences;

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (line.At + allowance.Skew < _newest)
            Say(line, $"is of {line.At}, after a line of {_newest}");
        _newest = Instant.Max(_newest, line.At);
        if (line.What == "operation-refused")
            return;
        var last = _sequences.GetValueOrDefault(line.Entity);
        if (line.Sequence != last + 1)
            Say(line, $"event {line.Sequence} follows event {last}");
        _sequences[line.Entity] = line.Sequence;
    }
}
