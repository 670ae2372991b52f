using System.Buffers.Binary;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads Windows' security events from the binary log itself (<c>.evtx</c>), chunk by chunk; they mean what they mean in <see cref="EventFormats.Windows"/>.</summary>
internal sealed class EvtxParser(TraceNames names, SessionBook book, TraceFaults faults)
{
    private const int HeadSize = 4096;
    private const int ChunkSize = 64 * 1024;
    private const int ChunkHeadSize = 512;
    private const int RecordHeadSize = 24;
    private const int FreeSpaceAt = 48;

    private readonly Presence _presence = new(faults, book, names);
    private readonly TraceTimes _times = new(DateTimeZone.Utc);

    public static bool IsIt(InputSource log) => log.Start.AsSpan().StartsWith("ElfFile\0"u8);

    public void Parse(InputSource log)
    {
        using var stream = log.OpenBytes();
        var chunk = new byte[ChunkSize];
        stream.ReadAtLeast(chunk.AsSpan(0, HeadSize), HeadSize, throwOnEndOfStream: false);
        for (int number = 1, read; (read = stream.ReadAtLeast(chunk, ChunkSize, throwOnEndOfStream: false)) > 0; number++)
            Chunk(chunk.AsSpan(0, read), number);
        _presence.Close();
    }

    private void Chunk(ReadOnlySpan<byte> chunk, int number)
    {
        if (chunk.IndexOfAnyExcept((byte)0) < 0) return;
        if (chunk.Length < ChunkHeadSize || !chunk.StartsWith("ElfChnk\0"u8))
        {
            faults.Line(BadLine.Malformed, "", book.Units + 1, $"Chunk {number} of the event log, after event {book.Units}, is damaged; export the log again, or leave the chunk out with --skip-bad.");
            return;
        }

        var end = (int)Math.Min((uint)chunk.Length, BinaryPrimitives.ReadUInt32LittleEndian(chunk[FreeSpaceAt..]));
        for (var at = ChunkHeadSize; at + RecordHeadSize <= end;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 4)..]);
            if (!chunk[at..].StartsWith("**\0\0"u8) || size < RecordHeadSize || size > end - at)
            {
                faults.Line(BadLine.Malformed, "", book.Units + 1, $"Chunk {number} of the event log is damaged after event {book.Units}; export the log again, or leave the rest of the chunk out with --skip-bad.");
                return;
            }

            book.Units++;
            Event(chunk[..end], at + RecordHeadSize);
            at += (int)size;
        }
    }

    private void Event(ReadOnlySpan<byte> chunk, int at)
    {
        try
        {
            Event(EvtxRecord.Read(chunk, at));
        }
        catch (InvalidDataException)
        {
            faults.Line(BadLine.Malformed, "", book.Units, $"Event {book.Units} of the log is damaged; export the log again, or leave it out with --skip-bad.");
        }
    }

    private void Event(Dictionary<string, string> values)
    {
        string Of(string name) => values.GetValueOrDefault(name, "");
        var user = Of("TargetUserName") is { Length: > 0 } target ? target : Of("AccountName");
        var (sign, _) = EventFormats.Windows.SignOf(column => column switch { "activity" => Of("EventID"), "type" => Of("LogonType"), _ => "" });
        if (sign is not { } known || EventFormats.Windows.IsNobody(user) || names.Read(user, "TargetUserName", book.Units) is not { } name) return;
        if (_times.Parse(Of("TimeCreated.SystemTime")) is { } time) _presence.Add(time, name, Of("Computer"), known, book.Units);
        else faults.Line(BadLine.Malformed, "TimeCreated", book.Units, $"Event {book.Units} has no time.");
    }
}
