using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// A file somebody handed in, plain, gzip or the only file of a zip: its bytes and its text can be read from the beginning as often as needed, and never
/// have to be in memory as a whole.
/// </summary>
internal sealed class InputSource
{
    /// <summary>What can be read only once, such as a pipe, is kept in memory: at most so much.</summary>
    private const int MaxKeptBytes = 256 * 1024 * 1024;

    private readonly Func<Stream> _raw;
    private readonly long _maxBytes;
    private Packing _packing;
    private TextShape? _shape;
    private ZipArchive? _zip;

    private InputSource(Func<Stream> raw, long maxBytes) => (_raw, _maxBytes) = (raw, maxBytes);

    /// <summary>XXH3 of the bytes as they came, 16 hexadecimal digits; empty when there are none.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>Why there is nothing to read; null: there is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Of what is unpacked.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first bytes of what is unpacked.</summary>
    public byte[] Start { get; private set; } = [];

    /// <summary>What there is to know of the text; it is read through once for that.</summary>
    public TextShape Text => _shape ??= TextShape.Of(this);

    /// <summary>Looks at a file; whatever is wrong with it is a <see cref="Problem"/>.</summary>
    /// <param name="maxBytes">The largest that is read, packed and unpacked.</param>
    public static InputSource Of(string path, long maxBytes)
    {
        try
        {
            return File.Exists(path) ? Opened(path, maxBytes) : Unread(Directory.Exists(path) ? "This is a folder; name the file in it." : "There is no such file; check the name.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unread($"The file cannot be read: {failure.Message}");
        }
    }

    /// <summary>The bytes, unpacked, from the beginning.</summary>
    public Stream OpenBytes() => _packing switch
    {
        Packing.Gzip => new GZipStream(_raw(), CompressionMode.Decompress),
        Packing.Zip => Unzipped(),
        _ => _raw(),
    };

    /// <summary>The text from the beginning, without a byte order mark.</summary>
    public TextReader OpenText() => Text.Open(OpenBytes());

    /// <summary>The text as one string; only for what fits in memory.</summary>
    public string ReadText()
    {
        using var text = OpenText();
        return text.ReadToEnd();
    }

    /// <summary>The bytes of the text in UTF-8, without a byte order mark; only for what fits in memory.</summary>
    public ReadOnlyMemory<byte> ReadUtf8()
    {
        if (Text.Encoding is not UTF8Encoding) return Encoding.UTF8.GetBytes(ReadText());
        var bytes = new byte[Bytes];
        using var stream = OpenBytes();
        stream.ReadExactly(bytes);
        var rest = bytes.AsMemory();
        while (rest.Span.StartsWith(Encoding.UTF8.Preamble)) rest = rest[Encoding.UTF8.Preamble.Length..];
        return rest;
    }

    private static InputSource Opened(string path, long maxBytes)
    {
        using var stream = File.OpenRead(path);
        InputSource source;
        if (stream.CanSeek && stream.Length > 0) source = new(() => File.OpenRead(path), maxBytes);
        else
        {
            var kept = Drained(stream, Math.Min(maxBytes, MaxKeptBytes));
            source = new(() => new MemoryStream(kept, writable: false), Math.Min(maxBytes, MaxKeptBytes));
        }

        source.Look();
        return source;
    }

    /// <summary>At most one byte more than allowed, so that an endless device ends, too.</summary>
    private static byte[] Drained(Stream stream, long maxBytes)
    {
        using var bytes = new MemoryStream();
        var block = new byte[64 * 1024];
        for (var read = 1; read > 0 && bytes.Length <= maxBytes;)
        {
            read = stream.Read(block);
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    private void Look()
    {
        var hash = new XxHash3();
        var members = new GzipMembers();
        long length = 0;
        using (var raw = _raw())
        {
            var block = new byte[64 * 1024];
            for (int read; length <= _maxBytes && (read = raw.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0; length += read)
            {
                if (length == 0) _packing = PackingOf(block.AsSpan(0, read));
                hash.Append(block.AsSpan(0, read));
                if (_packing == Packing.Gzip) members.Read(block.AsSpan(0, read));
            }
        }

        if (length > _maxBytes) Problem = $"The file is larger than {_maxBytes / (1024 * 1024)} MiB.";
        if (Problem is not null) return;
        ContentHash = hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
        if (!IsSound(members)) Problem = "The file cannot be unpacked, or is too large then, or a zip of several files; check it with gzip -t or unzip -t.";
    }

    /// <summary>Reads all that is unpacked, once.</summary>
    private bool IsSound(GzipMembers members)
    {
        try
        {
            using var stream = OpenBytes();
            var block = new byte[64 * 1024];
            for (int read; Bytes <= _maxBytes && (read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0; Bytes += read)
                if (Bytes == 0) Start = block[..Math.Min(read, TextShape.SampleBytes)];
            return Bytes <= _maxBytes && (_packing != Packing.Gzip || members.EndWhole(_raw, Bytes, _maxBytes));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Packing PackingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => Packing.Gzip,
        [(byte)'P', (byte)'K', 3, 4, ..] => Packing.Zip,
        _ => Packing.None,
    };

    private Stream Unzipped()
    {
        _zip ??= new ZipArchive(_raw(), ZipArchiveMode.Read);
        return _zip.Entries.Where(entry => entry.Name.Length > 0).ToList() is [var only] ? only.Open() : throw new InvalidDataException("A zip of several files.");
    }

    private static InputSource Unread(string problem) => new(() => Stream.Null, 0) { Problem = problem };

    private enum Packing
    {
        None,
        Gzip,
        Zip,
    }
}
