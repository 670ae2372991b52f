namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads one value, or says what is wrong with it.</summary>
internal delegate Parsed<T> Format<T>(string text);

/// <summary>A value, or the sentence that says why there is none.</summary>
internal readonly record struct Parsed<T>(T Value, string? Problem)
{
    public static implicit operator Parsed<T>(T value) => new(value, null);

    public Parsed<TOther> Then<TOther>(Func<T, Parsed<TOther>> next) => Problem is null ? next(Value) : new(default!, Problem);
}

internal static class Parsed
{
    public static Parsed<T> Wrong<T>(string problem) => new(default!, problem);
}
