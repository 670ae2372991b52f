using CsCheck;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

public sealed class TraceFileTests
{
    [Fact]
    public void Read_SoundLog_HasItsSessionsByStart()
    {
        var reading = TraceText.Read(TraceText.Valid);

        Assert.Empty(reading.Faults);
        Assert.Equal(new TraceSession("ann", Instant.FromUtc(2026, 3, 2, 8, 45), Instant.FromUtc(2026, 3, 2, 12, 0), 3), reading.Sessions[0]);
        Assert.Equal([3, 4, 2, 5], reading.Sessions.Select(session => session.Line));
        Assert.Equal(["ann", "bob"], reading.Users.AsEnumerable());
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 0, 0), reading.FirstMidnight);
        Assert.Equal(Instant.FromUtc(2026, 3, 5, 0, 0), reading.LastMidnight);
    }

    [Fact]
    public void Read_Offset_IsThatOfTheLogsClock()
    {
        var reading = TraceText.Read(TraceText.Valid, Offset.FromHours(-8));

        Assert.Equal(Instant.FromUtc(2026, 3, 2, 16, 45), reading.Sessions[0].Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 8, 0), reading.FirstMidnight);
    }

    [Theory]
    [InlineData("user,start,end", "user,start", "end", 1, "The column \"end\" is missing")]
    [InlineData("user,start,end", "person,start,end", "user", 1, "say what it is called with --column user=NAME")]
    [InlineData("user,start,end", "user,start [Local Time],end", "start [Local Time]", 1, "write trace.timeZone")]
    [InlineData("ann,2026-03-02T08:45:00", ",2026-03-02T08:45:00", "user", 3, "The user is empty")]
    [InlineData("ann,2026-03-02T08:45:00", "an\u0007n,2026-03-02T08:45:00", "user", 3, "control character U+0007")]
    [InlineData("ann,2026-03-02T08:45:00", "ann,2026-03-02 8.45", "start", 3, "is no time")]
    [InlineData("2026-03-02T12:00:00", "", "", 3, "has no end; write trace.openSessions")]
    [InlineData("2026-03-02T12:00:00", "02/03/2026 12:00:00", "start", 1, "whether the day or the month comes first")]
    [InlineData("2026-03-02T12:00:00", "2026-02-30T12:00:00", "end", 3, "is no time")]
    [InlineData("2026-03-02T12:00:00", "9999-12-31T23:59:59", "end", 3, "is no time")]
    [InlineData("2026-03-02T12:00:00", "2026-03-02T08:45:00", "end", 3, "does not end after its start")]
    [InlineData("2026-03-02T12:00:00", "2026-03-02T08:44:59", "end", 3, "does not end after its start")]
    [InlineData("2026-03-02T12:00:00", "2026-03-02T12:30:01", "start", 4, "overlaps the one in line 3")]
    [InlineData("2026-03-02T12:00:00", "2026-03-05T12:00:00", "start", 5, "overlaps the one in line 3")]
    [InlineData(",2026-03-02T12:00:00", "", "", 3, "has 2 fields instead of 3")]
    [InlineData(",2026-03-02T12:00:00", ",2026-03-02T12:00:00,x", "", 3, "has 4 fields instead of 3")]
    [InlineData("ann,2026-03-02T08:45:00", "\"ann,2026-03-02T08:45:00", "", 3, "quotes of this line are broken")]
    public void Read_OneThingBroken_NamesColumnLineAndMend(string sound, string broken, string column, int line, string message)
    {
        var place = TraceText.Valid.IndexOf(sound, StringComparison.Ordinal);
        var csv = TraceText.Valid.Remove(place, sound.Length).Insert(place, broken);

        var faults = TraceText.Read(csv).Faults;

        Assert.Contains(faults, fault => (fault.Path, fault.Line) == (column, line) && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SessionThatTouchesTheNext_IsSound() =>
        Assert.Empty(TraceText.Read(TraceText.Valid.Replace("12:00:00", "12:30:00", StringComparison.Ordinal)).Faults);

    [Fact]
    public void Read_SeveralLinesBroken_FindsAll()
    {
        var faults = TraceText.Read("user,start,end\n,x,y\n\nann,2026-03-02T08:45:00,z\n").Faults;

        Assert.Equal([("user", 2), ("start", 2), ("end", 2), ("end", 4)], faults.Select(fault => (fault.Path, fault.Line)));
    }

    /// <summary>Letters lost and added anywhere: every line is a session or has a fault, and nothing is thrown.</summary>
    [Fact]
    public void Read_AnyDamage_NeverThrows()
    {
        var pieces = new[] { "", ",", "\"", "\n", "9", "-", "\0", "\u20ac", "#" };
        var damages = Gen.Select(Gen.Int[0, TraceText.Valid.Length - 12], Gen.Int[0, 12], Gen.OneOf(pieces.Select(Gen.Const).ToArray()));

        damages.Sample(
            (place, removed, added) =>
            {
                var reading = TraceText.Read(TraceText.Valid.Remove(place, removed).Insert(place, added));
                return reading.Sessions.Length > 0 || reading.Faults.Length > 0;
            },
            iter: 1000,
            threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("user,start,end\n")]
    public void Read_NoSession_IsAFault(string csv) => Assert.NotEmpty(TraceText.Read(csv).Faults);

    [Fact]
    public void Read_MissingFile_IsAFault()
    {
        using var folder = new TempFolder();

        Assert.Contains("no such " +
            "file", Assert.Single(TraceFile.Read(folder.Missing("log.csv"), Offset.Zero).Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Described))]
    public void Read_RecordedLog_IsTheLogDescribed(string log, int sessions, int users, int firstDay, int days)
    {
        var reading = TraceFile.Read(log, Offset.FromHours(-8));

        Assert.Empty(reading.Faults);
        Assert.Equal((sessions, users), (reading.Sessions.Length, reading.UserCount));
        Assert.Equal(Instant.FromUtc(1993, 9, 30, 8, 0) + Duration.FromDays(firstDay), reading.FirstMidnight);
        Assert.Equal(Duration.FromDays(days), reading.LastMidnight - reading.FirstMidnight);
    }

    public static TheoryData<string, int, int, int, int> Described() =>
        [.. new[] { (Repository.OwnLog, 152, 12, 1, 10), (Repository.NasaLog, 3400, 69, 0, 93) }.Where(log => File.Exists(log.Item1))];
}
