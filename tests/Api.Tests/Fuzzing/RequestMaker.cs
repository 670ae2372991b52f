using System.Text.Json.Nodes;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Fuzzing;

/// <summary>How much of what a request may hold it holds.</summary>
internal enum Fullness
{
    /// <summary>Each member that is not required is there or not, by chance.</summary>
    Mixed,

    /// <summary>Nothing but what is required.</summary>
    Minimal,

    /// <summary>Every member that there is.</summary>
    Full,
}

/// <summary>Makes requests from the wire model: valid ones, and ones in which exactly one thing is wrong. The same seed makes the same.</summary>
internal sealed class RequestMaker(int seed, IReadOnlyDictionary<string, string[]> known)
{
    private const int DeepestFull = 6;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Random _random = new(seed);
    private Fullness _fullness;

    public Random Random => _random;

    public int Seed => seed;

    /// <summary>A request that fits its shape. Ids are often those of what there is.</summary>
    public JsonObject Valid(WireType shape, Fullness fullness = Fullness.Mixed)
    {
        _fullness = fullness;
        return (JsonObject)Value(shape, 0);
    }

    /// <summary>An id of one that is there; null: none is known.</summary>
    public string? Known(string type) => known.TryGetValue(type, out var ids) ? Pick(ids) : null;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A request in which one member does not fit its shape; null: the shape has none that can be wrong.</summary>
    public JsonObject? Invalid(WireType shape)
    {
        var members = shape.Members.Where(member => CanBeWrong(member.Value)).ToList();
        if (members.Count == 0)
            return null;
        var request = Valid(shape);
        var (name, type) = Pick(members);
        request[name] = Wrong(type);
        return request;
    }

    private static bool CanBeWrong(WireType type) => type.Kind != WireKind.Timestamp;

    private JsonNode Value(WireType type, int depth) => type.Kind switch
    {
        WireKind.Structure => Structure(type, depth),
        WireKind.List => new JsonArray([.. Enumerable.Range(0, Count(type)).Select(_ => Value(type.Item!, depth + 1))]),
        WireKind.Map => new JsonObject(),
        WireKind.Number => _random.Next((int)(type.Min ?? 0), (int)Math.Min((type.Max ?? 5000) + 1, int.MaxValue)),
        WireKind.Real => _random.NextDouble(),
        WireKind.Boolean => _random.Next(2) == 0,
        WireKind.Timestamp => 1_700_000_000,
        WireKind.Blob => Convert.ToBase64String(new byte[Math.Max(1, (int)(type.Min ?? 1))]),
        _ => Text(type),
    };

    private JsonObject Structure(WireType type, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, member) in type.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (type.Required.Contains(name) || IsWanted(depth))
                made[name] = Value(member, depth + 1);
        }

        return made;
    }

    private bool IsWanted(int depth) => _fullness switch
    {
        Fullness.Minimal => false,
        Fullness.Full => depth < DeepestFull,
        _ => _random.Next(depth + 2) == 0,
    };

    private int Count(WireType type)
    {
        var least = (int)Math.Max(type.Min ?? 0, _fullness == Fullness.Full ? 1 : 0);
        return _fullness == Fullness.Minimal ? least : _random.Next(least, (int)Math.Min(type.Max ?? 3, least + 3) + 1);
    }

    private string Text(WireType type)
    {
        if (type.Values is { } values)
            return Pick([.. values.Order(StringComparer.Ordinal)]);
        if (known.TryGetValue(type.Name, out var ids) && ids.Length > 0 && _random.Next(3) > 0)
            return Pick(ids);
        if (_random.Next(5) == 0 && Pick(Hostile.Texts) is var odd && Fits(odd, type))
            return odd;
        foreach (var candidate in Candidates(type))
        {
            if (Fits(candidate, type))
                return candidate;
        }

        throw new InvalidOperationException($"No text was found that fits {type.Name}, {type.Pattern}.");
    }

    private static bool Fits(string text, WireType type) =>
        !(text.Length < type.Min) && !(text.Length > type.Max) && type.Matches(text) && (type.Name != "NonEmptyString" || !string.IsNullOrWhiteSpace(text));

    /// <summary>Some of these fit any pattern that there is.</summary>
    private IEnumerable<string> Candidates(WireType type)
    {
        var word = new string([.. Enumerable.Range(0, Math.Max(9, (int)(type.Min ?? 9))).Select(_ => Letters[_random.Next(Letters.Length)])]);
        var hex = $"{_random.NextInt64():x16}0";
        yield return word;
        yield return $"ws-{word}";
        yield return $"wsb-{word}";
        yield return $"wsi-{word}";
        yield return $"wsipg-{word}";
        yield return $"wsca-{word}";
        yield return $"wsa-{word}";
        yield return $"wspool-{word[..9]}";
        yield return $"link-{word}";
        yield return $"d-{hex[..10]}";
        yield return $"subnet-{hex}";
        yield return $"sg-{hex}";
        yield return $"vpc-{hex}";
        yield return $"vpce-{hex}";
        yield return $"ami-{hex}";
        yield return $"{_random.NextInt64(100_000_000_000, 999_999_999_999)}";
        yield return "10.0.0.0/8";
        yield return "198.19.0.0/16";
        yield return "10.0.0.1";
        yield return "2001:db8:0:0:0:0:0:1";
        yield return "2001:db8::1";
        yield return "Secret-123456";
        yield return "corp.example.com";
        yield return "arn:aws:secretsmanager:us-east-1:111122223333:secret:something";
        yield return "arn:aws:iam::111122223333:role/something";
        yield return "https://example.com/";
        yield return "CORP";
        yield return "80";
    }

    private JsonNode? Wrong(WireType type)
    {
        var choices = new List<Func<JsonNode?>> { () => type.Kind == WireKind.Structure ? new JsonArray() : new JsonObject() };
        if (type.Kind is WireKind.Text)
        {
            choices.Add(() => 42);
            if (type.Values is not null)
                choices.Add(() => "NO_SUCH_VALUE");
            if (type.Max is { } longest)
                choices.Add(() => new string('x', (int)longest + 1));
            if (type.Min is > 0)
                choices.Add(() => "");
            if (type.Pattern is not null && !type.Matches("\u0007 ;--"))
                choices.Add(() => "\u0007 ;--");
        }

        if (type is { Kind: WireKind.List, Max: { } most })
            choices.Add(() => new JsonArray([.. Enumerable.Range(0, (int)most + 1).Select(_ => Value(type.Item!, 1))]));
        if (type is { Kind: WireKind.List, Min: > 0 })
            choices.Add(() => new JsonArray());
        if (type.Kind == WireKind.Number)
            choices.AddRange([() => 2.5, () => "7", () => 1e300]);
        if (type is { Kind: WireKind.Number, Max: { } greatest })
            choices.Add(() => greatest + 1);
        return Pick(choices)();
    }
}
