using System.Text;

namespace DeskFleet.Api.Tests.Fuzzing;

/// <summary>Bodies that no client sends.</summary>
internal static class Hostile
{
    private const int Many = 100_000;

    /// <summary>Texts that a shape may allow and that nobody expects.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "\0", "a\0b", "{", "{}", "}{0}", " ", " a ", "\t\n", "'; DROP TABLE fleet_records; --", "%s%n", "..", "../../etc/passwd", "<a>&amp;</a>", "]]>", "\u202Eabc",
        "\uFEFF", "\uFFFF", "Jane.Doe", "CORP\\jane", "\U0001F600", "e\u0301", "\u0130", new('\u65E5', 63), new('\u65E5', 64), new('x', 255), "null", "0", "-1", "1e999", "*", "arn:aws:",
    ];

    public static byte[] Body(Random random) => random.Next(12) switch
    {
        0 => Bytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Next(33, 5000)))),
        1 => Bytes(new string('[', Many)),
        2 => Bytes($"\"{new string('a', random.Next(Many))}\""),
        3 => Bytes("{\"Limit\":1,\"Limit\":2}"),
        4 => [(byte)'{', (byte)'"', 0xc3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        5 => Bytes("{\"WorkspaceIds\":[\"ws-12345678\""),
        6 => Bytes("{\"Limit\":1}{\"Limit\":1}"),
        7 => Bytes("{\"\\ud800\":1}"),
        8 => Bytes(new string('9', random.Next(10, 5000))),
        9 => Bytes("\0\0\0"),
        10 => Bytes("true"),
        _ => Random(random),
    };

    private static byte[] Random(Random random)
    {
        var bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
