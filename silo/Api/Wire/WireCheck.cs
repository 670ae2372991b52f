using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>One walk through a request beside its shape. Wrong types end it; limits that are not kept are collected.</summary>
internal sealed class WireCheck
{
    /// <summary>As many as a person reads.</summary>
    private const int MaxFaults = 10;

    /// <summary>Bytes; ids and names are shorter.</summary>
    private const int ShortText = 128;

    /// <summary>The end of the year 9999, in seconds since 1970.</summary>
    private const double LastSecond = 253_402_300_799;

    /// <summary>The model's shape for texts that must say something; its least length lets blanks pass.</summary>
    private const string FilledText = "NonEmptyString";

    /// <summary>Members by their names, items of lists by their numbers: a name for each is only made for a fault.</summary>
    private readonly Stack<(string? Name, int Item)> _path = new();
    private readonly List<string> _faults = [];
    private string? _wrongType;
    private int _count;

    public WireError? Error() =>
        _wrongType is not null ? WireError.Serialization(_wrongType)
        : _count > 0 ? WireError.Invalid($"{_count} validation error{(_count == 1 ? "" : "s")} detected: {string.Join("; ", _faults)}")
        : null;

    public void Value(JsonElement value, WireType shape)
    {
        switch (shape.Kind)
        {
            case WireKind.Structure when Is(value, JsonValueKind.Object, "an object"):
                Structure(value, shape);
                break;
            case WireKind.List when Is(value, JsonValueKind.Array, "a list"):
                List(value, shape);
                break;
            case WireKind.Map when Is(value, JsonValueKind.Object, "an object"):
                Map(value, shape);
                break;
            case WireKind.Text when Is(value, JsonValueKind.String, "a text"):
                Text(value, shape);
                break;
            case WireKind.Number when Is(value, JsonValueKind.Number, "a whole number"):
                Number(value, shape);
                break;
            case WireKind.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                Wrong("true or false");
                break;
            case WireKind.Real when Is(value, JsonValueKind.Number, "a number") && !double.IsFinite(value.GetDouble()):
                Wrong("a number of 64 bits");
                break;
            case WireKind.Timestamp when value.ValueKind != JsonValueKind.Number || !(Math.Abs(value.GetDouble()) <= LastSecond):
                Wrong("a time, in seconds since 1970");
                break;
            case WireKind.Blob when Is(value, JsonValueKind.String, "a text in base64") && !value.TryGetBytesFromBase64(out _):
                Wrong("a text in base64");
                break;
        }
    }

    private void Structure(JsonElement value, WireType shape)
    {
        var found = 0;
        foreach (var member in value.EnumerateObject())
        {
            if (!shape.Members.TryGetValue(member.Name, out var type) || member.Value.ValueKind == JsonValueKind.Null)
                continue;
            found += shape.Required.Contains(member.Name) ? 1 : 0;
            At((member.Name, 0), member.Value, type);
        }

        if (found < shape.Required.Count)
            Missing(value, shape);
    }

    private void Missing(JsonElement value, WireType shape)
    {
        foreach (var name in shape.Required)
        {
            if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
                Fault(name, "is missing");
        }
    }

    private void List(JsonElement value, WireType shape)
    {
        Size(value.GetArrayLength(), shape, "items");
        var number = 0;
        foreach (var item in value.EnumerateArray())
        {
            number++;
            if (_wrongType is not null || _count >= MaxFaults)
                return;
            At((null, number), item, shape.Item!);
        }
    }

    private void Map(JsonElement value, WireType shape)
    {
        Size(value.GetPropertyCount(), shape, "entries");
        foreach (var entry in value.EnumerateObject())
        {
            if (_wrongType is not null || _count >= MaxFaults)
                return;
            _path.Push(("key", 0));
            Text(entry.Name, shape.Key!);
            _path.Pop();
            At(("value", 0), entry.Value, shape.Item!);
        }
    }

    /// <summary>Requests are full of ids: what is plain and short is looked at where it is.</summary>
    private void Text(JsonElement value, WireType shape)
    {
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        Span<char> plain = stackalloc char[ShortText];
        if (quoted.Length > ShortText || quoted.Contains((byte)'\\'))
            Text(value.GetString(), shape);
        else
            Text(plain[..Encoding.UTF8.GetChars(quoted[1..^1], plain)], shape);
    }

    private void Text(ReadOnlySpan<char> text, WireType shape)
    {
        Size(text.Length, shape, "characters");
        if (shape.Values is { } values && !values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
            Fault(null, $"must be one of {string.Join(", ", values.Order(StringComparer.Ordinal))}");
        else if (IsPossible(text.Length, shape) && !shape.Matches(text))
            Fault(null, $"must match {shape.Pattern}");
        else if (shape.Name == FilledText && text.Length > 0 && text.IsWhiteSpace())
            Fault(null, "must not be blank");
    }

    private void Number(JsonElement value, WireType shape)
    {
        if (!value.TryGetInt32(out var number))
            Wrong("a whole number of 32 bits");
        else if (!IsPossible(number, shape))
            Fault(null, $"must be {Range(shape)}");
    }

    private void Size(int size, WireType shape, string what)
    {
        if (!IsPossible(size, shape))
            Fault(null, $"must have {Range(shape)} {what}, not {size}");
    }

    private static bool IsPossible(long size, WireType shape) => !(size < shape.Min) && !(size > shape.Max);

    private static string Range(WireType shape) => (shape.Min, shape.Max) switch
    {
        ({ } min, { } max) => min == max ? $"{min}" : $"{min} to {max}",
        ({ } min, null) => $"at least {min}",
        _ => $"at most {shape.Max}",
    };

    private void At((string? Name, int Item) segment, JsonElement value, WireType shape)
    {
        _path.Push(segment);
        Value(value, shape);
        _path.Pop();
    }

    private bool Is(JsonElement value, JsonValueKind kind, string wanted)
    {
        if (value.ValueKind == kind)
            return true;
        Wrong(wanted);
        return false;
    }

    private void Wrong(string wanted) => _wrongType ??= $"{Path(null)} must be {wanted}.";

    /// <summary>Says where and why, never the value: it may be long, and a secret.</summary>
    private void Fault(string? member, string why)
    {
        if (++_count <= MaxFaults)
            _faults.Add($"{Path(member)} {why}");
    }

    private string Path(string? member)
    {
        var path = _path.Reverse().Select(segment => segment.Name ?? $"{segment.Item.ToString(CultureInfo.InvariantCulture)}.member");
        return $"'{string.Join('.', member is null ? path : path.Append(member))}'";
    }
}
