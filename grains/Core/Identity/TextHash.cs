using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Core.Identity;

/// <summary>XXH3 over the UTF-8 of a text: the same on every machine. Short texts, which names are, need nothing on the heap.</summary>
internal static class TextHash
{
    private const int MaxOnStack = 256;

    public static ulong Of(ReadOnlySpan<char> text, long seed = 0)
    {
        Span<byte> bytes = stackalloc byte[MaxOnStack];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            ? XxHash3.HashToUInt64(bytes[..length], seed)
            : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text.ToArray()), seed);
    }
}
