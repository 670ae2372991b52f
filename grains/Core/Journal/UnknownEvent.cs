using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Journal;

/// <summary>
/// A line of a kind that its reader does not know: a newer version wrote it. It is carried through as it is stored, so that nobody loses his place, and whoever gets
/// it knows at once that he is older than the line. It changes no state.
/// </summary>
/// <param name="Kind">The kind's name in the journal.</param>
/// <param name="Json">The line as it is stored.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.unknown-event")]
public sealed record UnknownEvent(string Kind, string Json) : FleetEvent;
