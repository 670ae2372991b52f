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
        foreach (var piece in _pieces)
            output.Write(piece.Span);
    }
}
