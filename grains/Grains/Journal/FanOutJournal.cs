using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Grains.Journal;

/// <summary>Tells several journals, in their order.</summary>
public sealed class FanOutJournal(params ImmutableArray<IJournal> journals) : IJournal
{
    public void Append(ImmutableArray<LoggedEvent> events)
    {
        foreach (var journal in journals)
            journal.Append(events);
    }
}
