using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>A text file somebody handed in, with its hash, or the reason why it could not be read.</summary>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="ContentHash">XXH3 of the bytes, 16 hexadecimal digits; empty when there are none.</param>
/// <param name="Problem">Why there is no text, or null.</param>
internal sealed record InputFile(string Text, string ContentHash, string? Problem)
{
    /// <summary>One hash for a file and those it imports; a file alone keeps its own.</summary>
    public static string Combine(string hash, IReadOnlyCollection<string> imported) => imported.Count == 0
        ? hash
        : XxHash3.HashToUInt64(Encoding.ASCII.GetBytes(hash + string.Concat(imported))).ToString("x16", CultureInfo.InvariantCulture);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static InputFile Read(string path, int mostBytes)
    {
        try
        {
            return File.Exists(path) ? Decode(Bytes(path, mostBytes), mostBytes) : Unread(Directory.Exists(path) ? "This is a folder; name the file in it." : "There is no such file; check the name.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unread($"The file cannot be read: {failure.Message}");
        }
    }

    /// <summary>At most one byte more than allowed, so that an endless device ends, too.</summary>
    private static byte[] Bytes(string path, int mostBytes)
    {
        using var stream = File.OpenRead(path);
        return Drain(stream, mostBytes);
    }

    private static byte[] Drain(Stream stream, int mostBytes)
    {
        using var bytes = new MemoryStream();
        var block = new byte[64 * 1024];
        for (var read = 1; read > 0 && bytes.Length <= mostBytes;)
        {
            read = stream.Read(block);
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// What gzip has packed, or the bytes themselves; null when they are broken or too many. A file that was cut off unpacks without
    /// complaint, so the length at its end is checked.
    /// </summary>
    private static byte[]? Unpacked(byte[] bytes, int mostBytes)
    {
        if (bytes is not [0x1f, 0x8b, ..]) return bytes;
        try
        {
            using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var unpacked = Drain(stream, mostBytes);
            return unpacked.Length > mostBytes || (uint)unpacked.Length != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan()[^sizeof(uint)..]) ? null : unpacked;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static InputFile Decode(byte[] bytes, int mostBytes)
    {
        if (bytes.Length > mostBytes) return Unread($"The file is larger than {mostBytes / (1024 * 1024)} MiB.");
        var hash = XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);
        if (Unpacked(bytes, mostBytes) is not { } unpacked) return new InputFile("", hash, "The file cannot be unpacked, or is too large then; check it with gzip -t.");
        bytes = unpacked;
        try
        {
            return new InputFile(Strict.GetString(bytes).TrimStart('\uFEFF'), hash, null);
        }
        catch (DecoderFallbackException)
        {
            return new InputFile("", hash, "The file is not UTF-8 text; save it as UTF-8.");
        }
    }

    private static InputFile Unread(string problem) => new("", "", problem);
}
