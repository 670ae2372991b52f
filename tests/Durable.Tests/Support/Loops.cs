using DeskFleet.Silo.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Loops that no silo runs.</summary>
internal static class Loops
{
    public static LoopBook Unheard() => new(TimeProvider.System, NullLogger<LoopBook>.Instance);
}
