using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Something that befalls the fleet at one instant.</summary>
/// <param name="At">When; before anything that people do in the same instant.</param>
/// <param name="What">Asked at that instant, so that it may depend on how things stand by then.</param>
public sealed record TimelineCommand(Instant At, Func<IReadOnlyList<(Entity Entity, Command Command)>> What);
