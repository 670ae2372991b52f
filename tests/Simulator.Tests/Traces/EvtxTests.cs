using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>The binary event log says the same as its export.</summary>
public sealed class EvtxTests
{
    private static readonly byte[] Log = EvtxWriter.Write(
        Event("08:45:00", 4624, "PC-1", ("TargetUserName", "ann"), ("LogonType", "2")),
        Event("08:45:01", 4624, "PC-1", ("TargetUserName", "PC-1$"), ("LogonType", "3")),
        Event("08:50:00", 4624, "FILES", ("TargetUserName", "ann"), ("LogonType", "3")),
        Event("09:00:00", 4624, "PC-2", ("TargetUserName", "bob"), ("LogonType", "10")),
        Event("09:30:00", 4800, "PC-1", ("TargetUserName", "ann")),
        Event("10:00:00", 4779, "PC-2", ("AccountName", "bob")),
        Event("11:00:00", 4778, "PC-2", ("AccountName", "bob")),
        Event("12:00:00", 4647, "PC-1", ("TargetUserName", "ann")),
        Event("12:30:00", 4634, "PC-2", ("TargetUserName", "bob"), ("LogonType", "10")),
        Event("12:31:00", 1102, "PC-2", ("SubjectUserName", "bob")));

    [Fact]
    public void Read_BinaryLog_GivesTheSessionsOfItsExport()
    {
        var reading = Read(Log);

        Assert.Empty(reading.Faults);
        Assert.Equal(["ann 08:45-12:00", "bob 09:00-10:00", "bob 11:00-12:30"], reading.Sessions.Select(session => $"{session.User} {session.Start.ToString("HH:mm", null)}-{session.End.ToString("HH:mm", null)}"));
        Assert.Equal("read as windows, times of UTC: 10 events, 2 people, 3 sessions; most at once 2, 2026-03-02 09:00", reading.Understood.ToString());
    }

    [Fact]
    public void Read_EventCutShort_NamesIt()
    {
        var broken = Log.ToArray();
        broken.AsSpan(4096 + 512 + 24 + 10, 4).Fill(0xee);

        var fault = Read(broken).Faults[0];

        Assert.Equal(1, fault.Line);
        Assert.Contains("Event 1 of the log is damaged", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes changed and lost anywhere: read, or a fault with its place, and never without end.</summary>
    [Fact]
    public void Read_DamagedEvents_HaveFaultsAndNeverThrow()
    {
        for (var seed = 0; seed < RealLogTests.Damaged; seed++)
        {
            var dice = new Random(seed);
            var bytes = Log[..(dice.Next(4) == 0 ? dice.Next(Log.Length) : Log.Length)].ToArray();
            for (var i = dice.Next(20); i >= 0 && bytes.Length > 0; i--)
            {
                // Most bytes of a chunk are empty: the damage goes where something is.
                var place = 4096 + (64 * 1024 * dice.Next(4)) + dice.Next(4096);
                if (place < bytes.Length) bytes[place] = (byte)dice.Next(256);
            }

            var reading = Read(bytes, new(seed % 2 == 0 ? TraceFormat.Windows : null, SkipsBad: seed % 5 == 0) { OpenSessions = seed % 3 == 0 ? OpenSessions.Median : null });

            Assert.True(reading.Sessions.Length > 0 || reading.Faults.Length > 0);
            Assert.All(reading.Sessions, session => Assert.True(session.Start < session.End));
        }
    }

    private static (string Time, int Number, (string Name, string Value)[] Data) Event(string time, int number, string computer, params (string Name, string Value)[] data) =>
        ($"2026-03-02T{time}Z", number, [("Computer", computer), .. data]);

    private static TraceReading Read(byte[] bytes, TraceReadOptions? options = null)
    {
        using var folder = new TempFolder();
        return TraceFile.Read(folder.Write("security.evtx", bytes), Offset.FromHours(5), options ?? new());
    }
}
