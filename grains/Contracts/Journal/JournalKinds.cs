using System.Collections.Immutable;
using System.Reflection;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using Orleans.Runtime.Messaging;
using Orleans.Storage;

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

    /// <summary>Whether a call failed because of where it went, so that it may work when it is repeated.</summary>
    public static bool Passes(Exception failure) => failure
        is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or ClientNotAvailableException or TimeoutException
        or InconsistentStateException or FleetUnavailableException;

    /// <summary>Whether a call will fail again however often it is made: what came cannot be read here, or what was asked cannot be.</summary>
    public static bool Lasts(Exception failure) => failure
        is Orleans.Serialization.SerializerException or TypeLoadException or System.Text.Json.JsonException or InvalidDataException or InvalidCastException
        or NotSupportedException or ArgumentException or UnauthorizedAccessException;

    private static async Task<T> Either<T>(Func<Task<T>> question, Func<Task<T>> earlier)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (!Passes(failure) && failure is not (ArgumentException or UnauthorizedAccessException or OperationCanceledException))
        {
            return await earlier();
        }
    }
}
