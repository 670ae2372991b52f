using System.Buffers;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>A body that is JSON in UTF-8 already, in pieces; written as it is.</summary>
public sealed class RawJson
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _pieces;

    public RawJson(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _pieces = pieces;
        foreach (var piece in pieces)
            Length += piece.Length;
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        // The web server locks for each room that it gives, and many pieces go into one.
        var room = output.GetSpan();
        var used = 0;
        foreach (var piece in _pieces)
        {
            for (var left = piece.Span; !left.IsEmpty;)
            {
                if (used == room.Length)
                {
                    output.Advance(used);
                    room = output.GetSpan();
                    used = 0;
                }

                var next = left[..Math.Min(left.Length, room.Length - used)];
                next.CopyTo(room[used..]);
                used += next.Length;
                left = left[next.Length..];
            }
        }

        output.Advance(used);
    }
}
