using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>What came of reading a log.</summary>
/// <param name="Sessions">The sound sessions by start, then user in ordinal order; a user's never overlap when there are no faults.</param>
/// <param name="Faults">All faults by line.</param>
/// <param name="ContentHash">XXH3 of the file's bytes, 16 hexadecimal digits; empty when it could not be read.</param>
/// <param name="UtcOffset">Offset of the log's local times.</param>
public sealed record TraceReading(
    SessionList Sessions,
    ImmutableArray<Fault> Faults,
    string ContentHash,
    Offset UtcOffset)
{
    /// <summary>Lines that were left out, by line.</summary>
    public ImmutableArray<SkippedLine> Skipped { get; init; } = [];

    /// <summary>Of those lines that were left out and are not listed, since there are very many: how many of each kind.</summary>
    public ImmutableSortedDictionary<BadLine, int> Uncounted { get; init; } = ImmutableSortedDictionary<BadLine, int>.Empty;

    /// <summary>People whom the log writes in several ways, by the name that is shown.</summary>
    public ImmutableArray<MergedName> Merged { get; init; } = [];

    /// <summary>Of the log's local times; null: they have a fixed offset.</summary>
    public DateTimeZone? TimeZone { get; init; }

    /// <summary>What was understood.</summary>
    public Understanding Understood { get; init; } = Understanding.None;

    private ImmutableArray<string> users;

    private readonly Instant lastEnd = Sessions.IsEmpty ? default : Sessions.Max(session => session.End);

    /// <summary>Names of all users, in ordinal order.</summary>
    public ImmutableArray<string> Users => users.IsDefault ? users = [.. Members.Keys.Order(StringComparer.Ordinal)] : users;


    /// <summary>Group and bundle of each user, as the earliest session that names them has it.</summary>
    public ImmutableDictionary<string, (string? Group, string? Bundle)> Members { get; init; } = ImmutableDictionary<string, (string? Group, string? Bundle)>.Empty;

    public int UserCount => Members.Count;

    /// <summary>Midnight, by the log's clock, of the day of the first start; the epoch for a log without sessions.</summary>
    public Instant FirstMidnight => Sessions.IsEmpty ? default : Midnight(Sessions[0].Start);

    /// <summary>The first midnight, by the log's clock, at or after the last end; the epoch for a log without sessions.</summary>
    public Instant LastMidnight => Sessions.IsEmpty ? default : Midnight(lastEnd + AlmostADay);

    internal static ImmutableDictionary<string, (string? Group, string? Bundle)> MembersOf(SessionList sessions, Func<string, (string? Group, string? Bundle)> of)
    {
        var members = ImmutableDictionary.CreateBuilder<string, (string? Group, string? Bundle)>(StringComparer.Ordinal);
        foreach (var session in sessions.Span)
            if (!members.ContainsKey(session.User)) members.Add(session.User, of(session.User));
        return members.ToImmutable();
    }

    private static Duration AlmostADay => Duration.FromDays(1) - Duration.FromSeconds(1);

    private Instant Midnight(Instant instant)
    {
        var zone = TimeZone ?? DateTimeZone.ForOffset(UtcOffset);
        return zone.AtStartOfDay(instant.InZone(zone).Date).ToInstant();
    }
}
