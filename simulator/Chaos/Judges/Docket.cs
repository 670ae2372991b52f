using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>What the judges have found. One who finds the same fault everywhere is heard a bounded number of times.</summary>
internal sealed class Docket
{
    /// <summary>How often one judge is heard.</summary>
    public const int MaxPerJudge = 25;

    private readonly Dictionary<string, int> _heard = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];

    /// <summary>In the order of the log; what is not seen in one line comes by its time.</summary>
    public IReadOnlyList<Violation> Violations => [.. _violations.OrderBy(violation => violation.At).ThenBy(violation => violation.Line ?? int.MaxValue)];

    public void Add(string judge, in LogLine line, string sentence) => Add(new(judge, line.Entity, line.At, line.Number, sentence));

    public void Add(string judge, string entity, Instant at, string sentence) => Add(new(judge, entity, at, null, sentence));

    public void Add(Violation violation)
    {
        var heard = _heard.GetValueOrDefault(violation.Judge);
        if (heard >= MaxPerJudge)
            return;
        _heard[violation.Judge] = heard + 1;
        _violations.Add(violation);
    }
}
