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
    /// What gzip has packed, in one member or several, or the only file of a zip, or the bytes themselves; null when they are broken or too many. A file
    /// that was cut off unpacks without complaint, so the length at its end is checked.
    /// </summary>
    private static byte[]? Unpacked(byte[] bytes, int mostBytes)
    {
        try
        {
            return bytes switch
            {
                [0x1f, 0x8b, ..] => Gunzipped(bytes, mostBytes) is { } unpacked && EndsWhole(bytes, unpacked.Length, mostBytes) ? unpacked : null,
                [(byte)'P', (byte)'K', 3, 4, ..] => Unzipped(bytes, mostBytes),
                _ => bytes,
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[]? Gunzipped(ReadOnlySpan<byte> bytes, int mostBytes)
    {
        using var stream = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        return Drain(stream, mostBytes) is { } unpacked && unpacked.Length <= mostBytes ? unpacked : null;
    }

    /// <summary>The last four bytes are the length of the last member, which is the whole where there is one only.</summary>
    private static bool EndsWhole(byte[] bytes, int length, int mostBytes)
    {
        var told = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan()[^sizeof(uint)..]);
        if (told == (uint)length) return true;
        for (var at = bytes.AsSpan().LastIndexOf(Member); at > 0; at = bytes.AsSpan(0, at).LastIndexOf(Member))
        {
            if (LengthOf(bytes.AsSpan(at), mostBytes) == told) return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Member => [0x1f, 0x8b, 0x08];

    private static long LengthOf(ReadOnlySpan<byte> member, int mostBytes)
    {
        try
        {
            return Gunzipped(member, mostBytes)?.Length ?? -1;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    private static byte[]? Unzipped(byte[] bytes, int mostBytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        if (zip.Entries.Where(entry => entry.Name.Length > 0).ToList() is not [var only]) return null;
        using var stream = only.Open();
        return Drain(stream, mostBytes) is { } unpacked && unpacked.Length <= mostBytes ? unpacked : null;
    }

    /// <summary>UTF-16 with a mark, or without one where every second byte of the beginning is empty, as Windows' own tools write it.</summary>
    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xff, 0xfe, ..]) return Encoding.Unicode;
        if (bytes is [0xfe, 0xff, ..]) return Encoding.BigEndianUnicode;
        var (even, odd) = (0, 0);
        var sample = bytes[..Math.Min(bytes.Length, 256)];
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }

        return sample.Length < 4 || bytes.Length % 2 != 0 ? Strict
            : odd > sample.Length / 4 && even == 0 ? Encoding.Unicode
            : even > sample.Length / 4 && odd == 0 ? Encoding.BigEndianUnicode
            : Strict;
    }

    private static InputFile Decode(byte[] bytes, int mostBytes)
    {
        if (bytes.Length > mostBytes) return Unread($"The file is larger than {mostBytes / (1024 * 1024)} MiB.");
        var hash = XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);
        if (Unpacked(bytes, mostBytes) is not { } unpacked) return new InputFile("", hash, "The file cannot be unpacked, or is too large then, or a zip of several files; check it with gzip -t or unzip -t.");
        bytes = unpacked;
        try
        {
            return new InputFile(EncodingOf(bytes).GetString(bytes).TrimStart('\uFEFF'), hash, null);
        }
        catch (DecoderFallbackException)
        {
            return new InputFile("", hash, "The file is not UTF-8 or UTF-16 text; save it as UTF-8.");
        }
    }

    private static InputFile Unread(string problem) => new("", "", problem);
}
