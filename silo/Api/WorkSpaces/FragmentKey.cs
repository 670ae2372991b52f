using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>The id of a WorkSpace as a number, so that it is compared without another look at memory.</summary>
/// <param name="Value">Zero: the id is longer than those that are given here.</param>
internal readonly record struct FragmentKey(UInt128 Value)
{
    private const int MaxCharacters = 15;

    public bool IsNone => Value == 0;

    public static FragmentKey Of(string id)
    {
        Span<byte> text = stackalloc byte[MaxCharacters + 1];
        if (id.Length > MaxCharacters || Ascii.FromUtf16(id, text, out var length) != OperationStatus.Done)
            return default;
        text[MaxCharacters] = (byte)length;
        return new(MemoryMarshal.Read<UInt128>(text));
    }

    /// <summary>Ids are random, so any mixture of their characters is.</summary>
    public override int GetHashCode() => (int)((((ulong)Value ^ (ulong)(Value >> 64)) * 0x9E3779B97F4A7C15) >> 32);
}
