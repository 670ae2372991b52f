using System.IO.Compression;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>Records that utmpdump has written; <c>last -F</c> tells the same sessions of them.</summary>
public sealed class WtmpTests
{
    private const int Size = 384;

    private static readonly byte[] Log = Unpacked();

    [Fact]
    public void Read_RecordsOfUtmpdump_GiveTheSessionsThatLastTells()
    {
        var reading = Read(Log);

        Assert.Empty(reading.Faults);
        Assert.Equal(["ann 08:45-12:00", "bob 09:00-10:00", "bob 11:00-12:30"], reading.Sessions.Select(Told));
        Assert.Equal("read as wtmp, times of UTC: 8 records, 2 people, 3 sessions; most at once 2, 2026-03-02 09:00", reading.Understood.ToString());
    }

    /// <summary>A machine that crashes writes no end: its next start is the end. What nothing ends is open.</summary>
    [Fact]
    public void Read_WithoutShutdown_EndsAtTheNextStartOrNever()
    {
        byte[] crashed = [.. Log[..(6 * Size)], .. Log[(7 * Size)..]];
        var open = Read(Log[..(6 * Size)]);

        Assert.Equal("bob 11:00-12:31", Told(Read(crashed).Sessions[^1]));
        Assert.Equal((5, "\"bob\" is still logged in; write trace.openSessions: end, median or drop in the scenario."), (open.Faults[0].Line, open.Faults[0].Message));
        Assert.Equal("bob 11:00-12:00", Told(Read(Log[..(6 * Size)], new() { OpenSessions = OpenSessions.End }).Sessions[^1]));
    }

    [Fact]
    public void Read_RecordsInAnyOrder_AreTheSameLog()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var records = Log.Chunk(Size).ToArray();
            new Random(seed).Shuffle(records);

            Assert.Equal(["ann 08:45-12:00", "bob 09:00-10:00", "bob 11:00-12:30"], Read([.. records.SelectMany(record => record)], new(TraceFormat.Wtmp)).Sessions.Select(Told));
        }
    }

    /// <summary>Bytes changed and lost anywhere: read, or a fault with its place.</summary>
    [Fact]
    public void Read_DamagedRecords_HaveFaultsAndNeverThrow()
    {
        for (var seed = 0; seed < RealLogTests.Damaged; seed++)
        {
            var dice = new Random(seed);
            var bytes = Log[..(dice.Next(3) == 0 ? dice.Next(Log.Length) : Log.Length)].ToArray();
            for (var i = dice.Next(12); i >= 0 && bytes.Length > 0; i--) bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);

            var reading = Read(bytes, new(seed % 2 == 0 ? TraceFormat.Wtmp : null, SkipsBad: seed % 5 == 0) { OpenSessions = seed % 3 == 0 ? OpenSessions.Median : null });

            Assert.True(reading.Sessions.Length > 0 || reading.Faults.Length > 0);
            Assert.All(reading.Sessions, session => Assert.True(session.Start < session.End));
        }
    }

    private static string Told(TraceSession session) => $"{session.User} {session.Start.ToString("HH:mm", null)}-{session.End.ToString("HH:mm", null)}";

    private static TraceReading Read(byte[] bytes, TraceReadOptions? options = null)
    {
        using var folder = new TempFolder();
        return TraceFile.Read(folder.Write("wtmp", bytes), Offset.Zero, options ?? new());
    }

    private static byte[] Unpacked()
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Path.GetDirectoryName(Repository.OwnLog)!, "wtmp.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
