using System.Buffers;
using System.Text;
using System.Text.Json;
using DeskFleet.Core.Metrics;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>
/// Reads of a stored event what metrics need, and skips the rest: a month of a thousand WorkSpaces is a hundred thousand of them. It says the same as
/// <see cref="MetricFact.Of(Core.Kernel.FleetEvent, Instant)"/> of the whole event.
/// </summary>
internal static class MetricLineReader
{
    private const int ShortState = 32;

    private static readonly IReadOnlyList<MetricFact> Nothing = [];

    /// <summary>The facts; none where the text is no event that can be read.</summary>
    public static IReadOnlyList<MetricFact> Read(string json, Instant at)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return Read(rented.AsSpan(0, Encoding.UTF8.GetBytes(json, rented)), at);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return Nothing;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static IReadOnlyList<MetricFact> Read(ReadOnlySpan<byte> json, Instant at)
    {
        var reader = new Utf8JsonReader(json);
        var read = new Parts();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!read.Take(ref reader))
                return Nothing;
        }

        return read.Facts(at);
    }

    /// <summary>The members of an event that matter.</summary>
    private ref struct Parts
    {
        private string? _what;
        private Lifecycle _from;
        private Lifecycle _to;
        private Instant? _effective;
        private bool _isAwaited;
        private bool _isOpened;
        private bool _hasCode;

        /// <returns>False: it is of no kind that matters.</returns>
        public bool Take(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("what"u8))
                return (_what = Kind(ref reader)) is not null;
            if (reader.ValueTextEquals("from"u8))
                _from = State(ref reader);
            else if (reader.ValueTextEquals("to"u8))
                _to = State(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8))
                _effective = Time(ref reader);
            else if (reader.ValueTextEquals("awaited"u8))
                _isAwaited = IsThere(ref reader);
            else if (reader.ValueTextEquals("opened"u8))
                _isOpened = IsThere(ref reader);
            else if (reader.ValueTextEquals("code"u8))
                _hasCode = IsThere(ref reader);
            else
                reader.Skip();
            return true;
        }

        public readonly IReadOnlyList<MetricFact> Facts(Instant at) => _what switch
        {
            "state-changed" => Move(at),
            "capacity-awaited" when _isAwaited => [new(at, MetricFactKind.Attempted)],
            "session-awaited" => [new(at, MetricFactKind.Attempted)],
            "session-opened" => [new(at, MetricFactKind.Attempted), new(at, MetricFactKind.Opened)],
            "session-closed" => [new(at, MetricFactKind.Closed)],
            "session-abandoned" when _hasCode => [new(at, MetricFactKind.Failed)],
            _ => Nothing,
        };

        private readonly IReadOnlyList<MetricFact> Move(Instant at)
        {
            var move = new MetricFact(_effective ?? at, MetricFactKind.Moved, _from, _to);
            return (_isAwaited, _isOpened) switch
            {
                (false, false) => [move],
                (true, false) => [move, new(at, MetricFactKind.Attempted)],
                (false, true) => [move, new(at, MetricFactKind.Opened)],
                _ => [move, new(at, MetricFactKind.Attempted), new(at, MetricFactKind.Opened)],
            };
        }

        private static string? Kind(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.ValueTextEquals("state-changed"u8) ? "state-changed"
                : reader.ValueTextEquals("session-opened"u8) ? "session-opened"
                : reader.ValueTextEquals("session-closed"u8) ? "session-closed"
                : reader.ValueTextEquals("session-awaited"u8) ? "session-awaited"
                : reader.ValueTextEquals("session-abandoned"u8) ? "session-abandoned"
                : reader.ValueTextEquals("capacity-awaited"u8) ? "capacity-awaited"
                : null;
        }

        private static Lifecycle State(ref Utf8JsonReader reader)
        {
            reader.Read();
            Span<char> name = stackalloc char[ShortState];
            return LifecycleNames.FromWire(name[..reader.CopyString(name)].ToString());
        }

        private static Instant? Time(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.Null ? null : InstantPattern.ExtendedIso.Parse(reader.GetString()!).Value;
        }

        private static bool IsThere(ref Utf8JsonReader reader)
        {
            reader.Read();
            var isThere = reader.TokenType != JsonTokenType.Null;
            reader.Skip();
            return isThere;
        }
    }
}
