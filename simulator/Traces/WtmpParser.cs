using System.Buffers.Binary;
using System.Text;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads the records of utmp and wtmp as glibc writes them on x86-64 (utmp(5)): 384 bytes, with type, terminal, user and seconds since 1970. A session lasts from a
/// user's record on a terminal to the next one on it, to a shutdown, or to the start of the machine after a crash.
/// </summary>
internal sealed class WtmpParser(SessionBook book, TraceFaults faults)
{
    private const int Size = 384;
    private const int TerminalAt = 8;
    private const int TerminalLength = 32;
    private const int UserAt = 44;
    private const int UserLength = 32;
    private const int SecondAt = 340;

    /// <summary>Of logs in which nothing but the machine itself changes state.</summary>
    private const short RunLevel = 1;
    private const short Boot = 2;
    private const short User = 7;
    private const short Dead = 8;
    private const short MaxType = 9;

    private readonly Dictionary<string, Entry> _open = new(StringComparer.Ordinal);

    /// <summary>The log is of whole records, and the first one looks like one.</summary>
    public static bool IsIt(InputSource log) => log.Bytes > 0 && log.Bytes % Size == 0 && log.Start is [_, 0, 0, 0, ..]
        && log.Start[0] <= MaxType && log.Start.Length > UserAt && log.Start.AsSpan(TerminalAt, TerminalLength).Contains((byte)0);

    public void Parse(InputSource log)
    {
        if (log.Bytes % Size != 0) faults.File("", 0, $"The file has {log.Bytes} bytes, which are no whole records of {Size}: it is cut off, or of another machine than x86-64; print it with last -F there.");
        var entries = new Entry[log.Bytes / Size];
        book.Expect(entries.Length);
        book.Units = entries.Length;
        using var stream = log.OpenBytes();
        var record = new byte[Size];
        for (var i = 0; i < entries.Length; i++)
        {
            stream.ReadExactly(record);
            entries[i] = EntryOf(record, i + 1);
        }

        Array.Sort(entries, static (one, other) => one.Second.CompareTo(other.Second) is not 0 and var byTime ? byTime : one.Number.CompareTo(other.Number));
        foreach (var entry in entries) Read(entry);
        foreach (var entry in _open.Values) book.AddWithoutEnd(entry.Name, entry.Second, entry.Number, $"\"{entry.Name}\" is still logged in");
    }

    private void Read(Entry entry)
    {
        if (entry.Type is < 0 or > MaxType || (entry.Second <= 0 && entry.Type is Boot or User or Dead))
        {
            faults.Line(BadLine.Malformed, "", entry.Number, $"Record {entry.Number} is no record of utmp: its type is {entry.Type} and its time {entry.Second}; print the file with utmpdump and look.");
            return;
        }

        if (entry.Type == Boot || (entry.Type == RunLevel && entry.Name == "shutdown"))
        {
            foreach (var open in _open.Values) End(open, entry.Second);
            _open.Clear();
        }
        else if (entry.Type is User or Dead)
        {
            if (_open.Remove(entry.Terminal, out var open)) End(open, entry.Second);
            if (entry.Type == User) _open[entry.Terminal] = entry;
        }
    }

    private void End(Entry open, long second)
    {
        if (second > open.Second) book.Add(open.Name, open.Second, second, open.Number);
        else faults.Line(BadLine.NegativeLength, "", open.Number, $"Record {open.Number}: the session of \"{open.Name}\" does not last a second; drop it.");
    }

    private static Entry EntryOf(ReadOnlySpan<byte> record, int number) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(record[SecondAt..]),
        Text(record.Slice(TerminalAt, TerminalLength)),
        Text(record.Slice(UserAt, UserLength)),
        BinaryPrimitives.ReadInt16LittleEndian(record),
        number);

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field[..(field.IndexOf((byte)0) is >= 0 and var end ? end : field.Length)]);

    /// <param name="Number">Of the record, from 1.</param>
    private readonly record struct Entry(long Second, string Terminal, string Name, short Type, int Number);
}
