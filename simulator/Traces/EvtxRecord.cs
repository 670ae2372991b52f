using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads one event of a Windows event log: binary XML, made of a template with gaps and of the values for them. Kept are the text and the attributes of
/// elements. Places are those in the chunk of 64 KiB that the event is in. Layout: libevtx, "Windows XML Event Log (EVTX) format".
/// </summary>
internal ref struct EvtxRecord(ReadOnlySpan<byte> chunk)
{
    /// <summary>A sound event has some dozens; a damaged one may refer to itself for ever.</summary>
    private const int MaxElements = 4096;
    private const int MaxDepth = 32;
    private const int TemplateHead = 24;
    private const byte WithMore = 0x40;

    private readonly ReadOnlySpan<byte> chunk = chunk;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private int at;
    private int elements;
    private int depth;

    /// <summary>By element (<c>EventID</c>), by element and attribute (<c>TimeCreated.SystemTime</c>), and by the name of a <c>Data</c> element (<c>TargetUserName</c>).</summary>
    /// <exception cref="InvalidDataException">The event is damaged.</exception>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> chunk, int start)
    {
        var record = new EvtxRecord(chunk) { at = start };
        record.Fragment([], inValue: false);
        return record.values;
    }

    private readonly record struct Gap(byte Type, int At, int Size);

    private void Fragment(Gap[] gaps, bool inValue)
    {
        if (++depth > MaxDepth) throw new InvalidDataException();
        while (Peek() == 0x0f) at += 4;
        if (Peek() == 0x0c) Template();
        else if ((Peek() & ~WithMore) == 0x01) Element(gaps, inValue);
        depth--;
    }

    private void Template()
    {
        at += 6;
        var definition = (int)U32();
        if (definition == at) at += TemplateHead + (int)U32At(definition + 20);
        var count = U32();
        if (count > MaxElements) throw new InvalidDataException();
        var gaps = new Gap[count];
        var value = at + (4 * (int)count);
        for (var i = 0; i < gaps.Length; i++, at += 4)
        {
            gaps[i] = new(Slice(at + 2, 1)[0], value, U16At(at));
            value += gaps[i].Size;
        }

        (at, var end) = (definition + TemplateHead, value);
        Fragment(gaps, inValue: false);
        at = end;
    }

    private void Element(Gap[] gaps, bool inValue)
    {
        if (++elements > MaxElements || ++depth > MaxDepth) throw new InvalidDataException();
        var hasAttributes = (Next() & WithMore) != 0;
        at += inValue ? 4 : 6;
        var name = Name();
        if (hasAttributes) at += 4;
        while (hasAttributes && (Peek() & ~WithMore) == 0x06)
        {
            at++;
            var attribute = Name();
            var text = Text(gaps, inValue);
            if (name == "Data" && attribute == "Name") name = text;
            else values[$"{name}.{attribute}"] = text;
        }

        if (Next() == 0x02)
        {
            var text = Text(gaps, inValue);
            if (text.Length > 0 || !values.ContainsKey(name)) values[name] = text;
            if (Next() != 0x04) throw new InvalidDataException();
        }

        depth--;
    }

    /// <summary>What stands up to the next attribute or the end; elements on the way are read for themselves.</summary>
    private string Text(Gap[] gaps, bool inValue)
    {
        var text = new StringBuilder();
        while (true)
        {
            switch (Peek() & ~WithMore)
            {
                case 0x01:
                    Element(gaps, inValue);
                    break;
                case 0x05:
                    at += 2;
                    text.Append(Encoding.Unicode.GetString(Slice(at + 2, 2 * U16At(at))));
                    at += 2 + (2 * U16At(at));
                    break;
                case 0x08:
                    text.Append((char)U16At(at + 1));
                    at += 3;
                    break;
                case 0x09:
                    at++;
                    text.Append(Name() switch { "amp" => "&", "lt" => "<", "gt" => ">", "quot" => "\"", "apos" => "'", _ => "" });
                    break;
                case 0x0c:
                    Template();
                    break;
                case 0x0d or 0x0e:
                    Fill(gaps, U16At(at + 1), text);
                    break;
                case 0x0f:
                    at += 4;
                    break;
                default:
                    return text.ToString();
            }
        }
    }

    private void Fill(Gap[] gaps, int number, StringBuilder text)
    {
        var after = at + 4;
        if (number >= gaps.Length) throw new InvalidDataException();
        var gap = gaps[number];
        if (gap.Type == 0x21 && gap.Size > 0)
        {
            at = gap.At;
            Fragment([], inValue: true);
        }
        else text.Append(Show(gap));
        at = after;
    }

    private readonly string Show(Gap gap)
    {
        var bytes = Slice(gap.At, gap.Size);
        return (gap.Type, gap.Size) switch
        {
            (0x01, _) => Encoding.Unicode.GetString(bytes).TrimEnd('\0'),
            (0x04, 1) => bytes[0].ToString(CultureInfo.InvariantCulture),
            (0x06, 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
            (0x07, 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
            (0x08, 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
            (0x0a, 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
            (0x14, 4) => $"0x{BinaryPrimitives.ReadUInt32LittleEndian(bytes):x}",
            (0x15, 8) => $"0x{BinaryPrimitives.ReadUInt64LittleEndian(bytes):x}",
            (0x11, 8) => TimeOf(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            _ => "",
        };
    }

    /// <summary>100 ns since 1601.</summary>
    private static string TimeOf(long time) => time is > 0 and < 2_650_467_743_999_999_999
        ? DateTime.FromFileTimeUtc(time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : "";

    /// <summary>A name stands where it is used first, and is pointed at afterwards.</summary>
    private string Name()
    {
        var place = (int)U32();
        var length = U16At(place + 6);
        if (place == at) at += 10 + (2 * length);
        return Encoding.Unicode.GetString(Slice(place + 8, 2 * length));
    }

    private readonly ReadOnlySpan<byte> Slice(int from, int length) =>
        from >= 0 && length >= 0 && from <= chunk.Length - length ? chunk.Slice(from, length) : throw new InvalidDataException();

    private readonly byte Peek() => Slice(at, 1)[0];

    private byte Next() => Slice(at++, 1)[0];

    private uint U32()
    {
        at += 4;
        return U32At(at - 4);
    }

    private readonly uint U32At(int from) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(from, 4));

    private readonly ushort U16At(int from) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(from, 2));
}
