using System.Collections.Immutable;
using System.Reflection;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts.Journal;

/// <summary>Reads the journal from silos of any version.</summary>
internal static class JournalKinds
{
    private const string AliasPrefix = "deskfleet.";

    /// <summary>What this version of the contracts knows.</summary>
    public static ImmutableArray<string> Known { get; } =
    [
        .. typeof(FleetEvent).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(FleetEvent)) && !type.IsAbstract)
            .Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias[AliasPrefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A silo of an earlier version, which is one during an upgrade, does not know the question; it cannot have lines that are unknown here either.</summary>
    public static Task<JournalPage> ReadAny(this IJournalGrain journal, JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation) =>
        Either(() => journal.ReadKnown(after, limit, wait, Known, cancellation), () => journal.Read(after, limit, wait, cancellation));

    /// <inheritdoc cref="ReadAny"/>
    public static Task<ImmutableArray<JournalEntry>> ReadAnyEntity(this IJournalGrain journal, Entity entity, long after, int limit, CancellationToken cancellation) =>
        Either(() => journal.ReadEntityKnown(entity, after, limit, Known, cancellation), () => journal.ReadEntity(entity, after, limit, cancellation));

    /// <summary>What one silo answers, or what is done with one of an earlier version, which does not know the question.</summary>
    public static async Task<T> Either<T>(Func<Task<T>> question, Func<Task<T>> earlier)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (!CallFailures.Passes(failure) && failure is not (ArgumentException or UnauthorizedAccessException))
        {
            return await earlier();
        }
    }
}
