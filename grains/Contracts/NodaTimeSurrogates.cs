using NodaTime;

namespace DeskFleet.Contracts;

/// <summary>An <see cref="Instant"/> on the wire.</summary>
[GenerateSerializer, Alias("deskfleet.wire.instant")]
public readonly record struct InstantSurrogate([property: Id(0)] long UnixTicks);

/// <summary>A <see cref="Duration"/> on the wire.</summary>
[GenerateSerializer, Alias("deskfleet.wire.duration")]
public readonly record struct DurationSurrogate([property: Id(0)] long Ticks);

/// <summary>Carries instants, in ticks of 100 ns: the resolution that every store keeps.</summary>
[RegisterConverter]
public sealed class InstantConverter : IConverter<Instant, InstantSurrogate>
{
    public Instant ConvertFromSurrogate(in InstantSurrogate surrogate) => Instant.FromUnixTimeTicks(surrogate.UnixTicks);

    public InstantSurrogate ConvertToSurrogate(in Instant value) => new(value.ToUnixTimeTicks());
}

/// <summary>Carries durations, in ticks of 100 ns.</summary>
[RegisterConverter]
public sealed class DurationConverter : IConverter<Duration, DurationSurrogate>
{
    public Duration ConvertFromSurrogate(in DurationSurrogate surrogate) => Duration.FromTicks(surrogate.Ticks);

    public DurationSurrogate ConvertToSurrogate(in Duration value) => new(value.BclCompatibleTicks);
}
