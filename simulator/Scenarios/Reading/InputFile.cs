using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>A text file somebody handed in, with its hash, or the reason why it could not be read.</summary>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="ContentHash">XXH3 of the bytes, 16 hexadecimal digits; empty when there are none.</param>
/// <param name="Problem">Why there is no text, or null.</param>
internal sealed record InputFile(string Text, string ContentHash, string? Problem)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static InputFile Read(string path, int mostBytes)
    {
        try
        {
            return File.Exists(path) ? Decode(Bytes(path, mostBytes), mostBytes) : Unread("There is no such file; check the name.");
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
        using var bytes = new MemoryStream();
        var block = new byte[64 * 1024];
        for (var read = 1; read > 0 && bytes.Length <= mostBytes;)
        {
            read = stream.Read(block);
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    private static InputFile Decode(byte[] bytes, int mostBytes)
    {
        if (bytes.Length > mostBytes) return Unread($"The file is larger than {mostBytes / (1024 * 1024)} MiB.");
        var hash = XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);
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
