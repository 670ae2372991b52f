using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>A continuous time; its end is not in it.</summary>
internal readonly record struct Span(Instant Start, Instant End)
{
    public override string ToString() => $"{Start} to {End}";
}
