using System.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>What a text is: its encoding, its lines, and how it begins.</summary>
/// <param name="Lines">Empty ones at the end do not count.</param>
/// <param name="MaxLine">Characters of the longest line.</param>
/// <param name="Head">The first characters.</param>
/// <param name="Problem">Why it is no text; null: it is one.</param>
internal sealed record TextShape(Encoding Encoding, long Lines, long MaxLine, string Head, string? Problem)
{
    /// <summary>Bytes that are looked at to tell UTF-16 without a mark.</summary>
    public const int SampleBytes = 256;

    private const int HeadCharacters = 64 * 1024;
    private const char Mark = '\uFEFF';

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text through once.</summary>
    public static TextShape Of(InputSource source)
    {
        var encoding = EncodingOf(source.Start, source.Bytes);
        try
        {
            using var text = Open(source.OpenBytes(), encoding);
            return Counted(text, encoding);
        }
        catch (DecoderFallbackException)
        {
            return new(encoding, 0, 0, "", "The file is not UTF-8 or UTF-16 text; save it as UTF-8.");
        }
    }

    public TextReader Open(Stream bytes) => Open(bytes, Encoding);

    private static StreamReader Open(Stream bytes, Encoding encoding)
    {
        var text = new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        while (text.Peek() == Mark) text.Read();
        return text;
    }

    private static TextShape Counted(StreamReader text, Encoding encoding)
    {
        var block = new char[HeadCharacters];
        var head = "";
        long lines = 0, ended = 0, line = 0, longest = 0;
        var any = false;
        for (int read; (read = text.ReadBlock(block)) > 0; any = true)
        {
            if (!any) head = new string(block, 0, read);
            foreach (var letter in block.AsSpan(0, read))
            {
                if (letter == '\n') (lines, longest, line) = (lines + 1, Math.Max(longest, line), 0);
                else line++;
                if (!char.IsWhiteSpace(letter)) ended = lines;
            }
        }

        return new(encoding, any ? ended + 1 : 0, Math.Max(longest, line), head, null);
    }

    /// <summary>UTF-16 with a mark, or without one where every second byte of the beginning is empty, as Windows' own tools write it.</summary>
    private static Encoding EncodingOf(ReadOnlySpan<byte> sample, long length)
    {
        if (sample is [0xff, 0xfe, ..]) return Encoding.Unicode;
        if (sample is [0xfe, 0xff, ..]) return Encoding.BigEndianUnicode;
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }

        return sample.Length < 4 || length % 2 != 0 ? Strict
            : odd > sample.Length / 4 && even == 0 ? Encoding.Unicode
            : even > sample.Length / 4 && odd == 0 ? Encoding.BigEndianUnicode
            : Strict;
    }
}
