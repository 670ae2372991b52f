using System.Globalization;
using System.IO.Compression;
using System.Text;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>Logs with more lines than anybody reads: what is kept of them is bounded, and nothing of them is read wrong.</summary>
public sealed class LargeLogTests
{
    /// <summary>Faults were once looked up by a line that was taken apart at two millions.</summary>
    [Fact]
    public void Read_FaultBeyondTwoMillionLines_NamesItsLine()
    {
        var log = "user,start,end\n" + new string('\n', 2_200_000) + "ann,nine,2026-03-02T10:00:00\n";

        var fault = Assert.Single(TraceText.Read(log).Faults);

        Assert.Equal(("start", 2_200_002), (fault.Path, fault.Line));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_MoreFaultsThanAnybodyReads_KeepsTheFirstAndCountsAll(bool skips)
    {
        const int Bad = TraceFaults.MaxKept + 2345;
        var log = new StringBuilder("user,start,end\nann,2026-03-02T08:00:00,2026-03-02T09:00:00\n");
        for (var i = 0; i < Bad; i++) log.Append("bob,2026-03-02T08:00:00,2026-03-02T07:00:00\n");
        using var folder = new TempFolder();

        var reading = TraceFile.Read(folder.Write("log.csv", log.ToString()), Offset.Zero, new(SkipsBad: skips));

        Assert.Equal(Bad, skips ? reading.Skipped.Length + reading.Uncounted[BadLine.NegativeLength] : TraceFaults.MaxKept + 2345);
        if (skips) Assert.Equal("ann", Assert.Single(reading.Sessions).User);
        else Assert.Contains("2345 more faults: 2345 without length", reading.Faults[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>The same people in three formats and packings, beside sums that are made while the log is written.</summary>
    [Fact]
    public void Read_ManySessions_AreThoseThatWereWritten()
    {
        var dice = new Random(5);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var (sessions, logons, jobs) = (new StringBuilder("user,start,end\n"), new StringBuilder("id,date,user,pc,activity\n"), new StringBuilder("; UnixStartTime: 1767225600\n"));
        var (count, seconds) = (0, 0L);
        for (var person = 0; person < 40; person++)
        {
            var at = dice.Next(86_400);
            for (var i = 0; i < 500; i++, count++)
            {
                var length = 60 + dice.Next(14_000);
                var (from, to) = (start.AddSeconds(at), start.AddSeconds(at + length));
                sessions.Append(CultureInfo.InvariantCulture, $"u{person},{from:yyyy-MM-ddTHH:mm:ss},{to:yyyy-MM-ddTHH:mm:ss}\n");
                logons.Append(CultureInfo.InvariantCulture, $"1,{from:MM/dd/yyyy HH:mm:ss},u{person},pc,Logon\n1,{to:MM/dd/yyyy HH:mm:ss},u{person},pc,Logoff\n");
                jobs.Append(CultureInfo.InvariantCulture, $"1 {at} 0 {length} 1 -1 -1 -1 -1 -1 1 {person} 1 -1 -1 -1 -1 -1\n");
                seconds += length;
                at += length + 60 + dice.Next(7200);
            }
        }

        using var folder = new TempFolder();
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("log.csv").Open())
            entry.Write(Encoding.Unicode.GetBytes(sessions.ToString()));

        var read = new[] { Encoding.UTF8.GetBytes(sessions.ToString()), packed.ToArray(), Encoding.UTF8.GetBytes(logons.ToString()), Encoding.UTF8.GetBytes(jobs.ToString()) }
            .Select((bytes, i) => TraceFile.Read(folder.Write($"log{i}", bytes), Offset.Zero)).ToList();

        Assert.All(read, reading => Assert.Empty(reading.Faults));
        Assert.All(read, reading => Assert.Equal((count, seconds), (reading.Sessions.Length, reading.Sessions.Sum(session => (long)(session.End - session.Start).TotalSeconds))));
        Assert.All(read, reading => Assert.Equal(read[0].Sessions.Select(session => (session.User, session.Start, session.End)), reading.Sessions.Select(session => (session.User, session.Start, session.End))));
    }

    [Fact]
    public void Read_LineWithoutEnd_IsRefusedAndDoesNotFillTheMemory() =>
        Assert.Contains("no log of lines", Assert.Single(TraceText.Read("user,start,end\n" + new string('x', 2_000_000)).Faults).Message, StringComparison.Ordinal);
}
