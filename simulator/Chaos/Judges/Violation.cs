using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>Something that never may be, found by an outsider: a bug of DeskFleet, or of the judge.</summary>
/// <param name="Judge">Who says so.</param>
/// <param name="Entity">Whom it concerns, by the name the log has for it.</param>
/// <param name="At">When.</param>
/// <param name="Line">The line of the event log from 1; null: it is not seen in one line.</param>
/// <param name="Sentence">What is wrong, in one sentence.</param>
public sealed record Violation(string Judge, string Entity, Instant At, int? Line, string Sentence)
{
    public override string ToString() => Line is { } line ? $"{At} line {line} {Entity}: {Sentence} [{Judge}]" : $"{At} {Entity}: {Sentence} [{Judge}]";
}
