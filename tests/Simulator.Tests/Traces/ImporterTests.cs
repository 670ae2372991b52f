using System.IO.Compression;
using System.Text;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

public sealed class ImporterTests
{
    private const string Logons = """
        id,date,user,pc,activity
        {A1},03/02/2026 08:45:00,DOM/ann,PC-1,Logon
        {A2},03/02/2026 09:00:00,DOM/ann,PC-2,Logon
        {A3},03/02/2026 12:00:00,DOM/ann,PC-1,Logoff
        {A4},03/02/2026 12:30:00,DOM/ann,PC-2,Logoff
        {A5},03/02/2026 13:30:00,DOM/ann,PC-1,Logon
        {A6},03/02/2026 17:00:00,DOM/ann,PC-1,Logoff
        """;

    private const string Swf = """
        ; Computer: small
        ; UnixStartTime: 1772438400
        1 0 10 100 1 -1 -1 -1 -1 -1 1 7 1 -1 -1 -1 -1 -1
        2 50 -1 300 1 -1 -1 -1 -1 -1 1 7 1 -1 -1 -1 -1 -1
        3 1000 0 60 1 -1 -1 -1 -1 -1 1 7 1 -1 -1 -1 -1 -1
        4 1000 0 60 1 -1 -1 -1 -1 -1 1 8 1 -1 -1 -1 -1 -1
        """;

    private const string Wvd = """
        TenantId,"TimeGenerated [UTC]",State,UserName,CorrelationId
        t,"3/2/2026, 8:44:30.123 AM",Started,ann@example.org,c1
        t,"3/2/2026, 8:45:00.500 AM",Connected,ann@example.org,c1
        t,2026-03-02T12:00:00.9876543Z,Completed,ann@example.org,c1
        t,2026-03-02T13:00:00Z,Started,bob@example.org,c2
        t,2026-03-02T14:00:00Z,Completed,bob@example.org,c2
        """;

    /// <summary>A sound log of each format.</summary>
    public static IReadOnlyList<string> Samples { get; } = [Logons, Swf, Wvd, .. RealLogs.All];

    [Fact]
    public void Read_LogonLog_JoinsTheMachinesOfAUser() => Assert.Equal(
        [("DOM/ann", "08:45:00", "12:30:00", 2), ("DOM/ann", "13:30:00", "17:00:00", 6)], Read(Logons));

    [Fact]
    public void Read_Swf_KeepsTheUserAndJoinsOverlappingJobs() => Assert.Equal(
        [("u7", "08:00:10", "08:05:50", 3), ("u7", "08:16:40", "08:17:40", 5), ("u8", "08:16:40", "08:17:40", 6)], Read(Swf));

    [Fact]
    public void Read_SwfJoinWithin_JoinsNearJobs() => Assert.Equal(
        [("u7", "08:00:10", "08:17:40", 3), ("u8", "08:16:40", "08:17:40", 6)], Read(Swf, new(JoinWithin: Duration.FromMinutes(20))));

    [Fact]
    public void Read_SwfWithOrigin_CountsFromThere() =>
        Assert.Equal("00:00:10", Read(Swf, new(Origin: Instant.FromUtc(2026, 1, 1, 0, 0)))[0].Start);

    [Fact]
    public void Read_Connections_LastFromConnectedOrStartedToCompleted() => Assert.Equal(
        [("ann@example.org", "08:45:00", "12:00:00", 3), ("bob@example.org", "13:00:00", "14:00:00", 5)], Read(Wvd));

    [Fact]
    public void Read_Packed_IsTheSameLog()
    {
        using var folder = new TempFolder();
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Optimal))
            packed.Write(Encoding.UTF8.GetBytes(Swf));

        Assert.Equal(3, TraceFile.Read(folder.Write("log.swf.gz", bytes.ToArray()), Offset.Zero).Sessions.Length);
        Assert.Contains("cannot be unpacked", Assert.Single(TraceFile.Read(folder.Write("broken.gz", bytes.ToArray()[..^9]), Offset.Zero).Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Logons, "PC-1,Logoff", "PC-1,Left", "activity", 4, "is no activity")]
    [InlineData(Logons, "03/02/2026 12:30:00", "13/13/2026 12:30:00", "date", 5, "month first")]
    [InlineData(Logons, "PC-2,Logoff", "PC-3,Logoff", "", 5, "without a Logon before")]
    [InlineData(Logons, "PC-2,Logoff", "PC-3,Logoff", "", 3, "never logs off PC-2")]
    [InlineData(Logons, "{A1},03/02/2026 08:45:00", "{A1},03/02/2026 12:00:00", "date", 4, "does not end after its start")]
    [InlineData(Swf, "; UnixStartTime: 1772438400\n", "", "UnixStartTime", 2, "does not say when it begins")]
    [InlineData(Swf, "1772438400", "soon", "UnixStartTime", 2, "no number of seconds")]
    [InlineData(Swf, "0 10 100", "0 10 -1", "run", 3, "did not run")]
    [InlineData(Swf, "1 7 1 -1 -1 -1 -1 -1\n2", "1 -1 1 -1 -1 -1 -1 -1\n2", "user", 3, "not known")]
    [InlineData(Swf, "1 0 10", "1 x 10", "", 3, "must be numbers")]
    [InlineData(Swf, "1 0 10", "1 10", "", 3, "17 numbers instead of 18")]
    [InlineData(Wvd, "CorrelationId", "CorrelationIds", "CorrelationId", 1, "is missing")]
    [InlineData(Wvd, "UserName", "User", "UserName", 1, "is missing")]
    [InlineData(Wvd, "Completed,bob", "Complete,bob", "State", 6, "is no state")]
    [InlineData(Wvd, "2026-03-02T14:00:00Z,Completed,bob@example.org,c2", "2026-03-02T14:00:00Z,Completed,bob@example.org,c3", "", 5, "never completed")]
    [InlineData(Wvd, "2026-03-02T14:00:00Z", "2026-03-02T13:00:00Z", "TimeGenerated", 5, "does not end after")]
    [InlineData(Wvd, "2026-03-02T14:00:00Z", "soon", "TimeGenerated", 6, "is no time")]
    [InlineData(Wvd, "ann@example.org,c1", ",c1", "UserName", 2, "The user is empty")]
    public void Read_OneThingBroken_NamesColumnLineAndMend(string log, string sound, string broken, string column, int line, string message)
    {
        Assert.Contains(sound, log, StringComparison.Ordinal);
        var place = log.IndexOf(sound, StringComparison.Ordinal);

        var faults = TraceText.Read(log.Remove(place, sound.Length).Insert(place, broken)).Faults;

        Assert.Contains(faults, fault => (fault.Path, fault.Line) == (column, line) && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SkipBad_KeepsTheRestAndReportsByKind()
    {
        const string log = """
            user,start,end,group,bundle
            ann,2026-03-02T08:00:00,2026-03-02T09:00:00,office,Value
            ann,2026-03-02T08:30:00,2026-03-02T09:30:00,office,Value
            ann,2026-03-02T09:15:00,2026-03-02T10:00:00,office,
            bob,2026-03-02T09:00:00,2026-03-02T08:00:00,office,
            cas,2026-03-02T09:00:00,2026-03-02T10:00:00,offce,
            dan,2026-03-02T09:00:00,2026-03-02T10:00:00,office,Valu
            ,2026-03-02T09:00:00,2026-03-02T10:00:00,office,
            eve,nine,2026-03-02T10:00:00,office,
            """;
        var known = new KnownNames(["office"], ["Value"]);
        using var folder = new TempFolder();

        var strict = TraceFile.Read(folder.Write("log.csv", log), Offset.Zero, new(Known: known));
        var reading = TraceFile.Read(folder.Write("log.csv", log), Offset.Zero, new(Known: known, SkipsBad: true));

        Assert.Equal([3, 4, 5, 6, 7, 8, 9], strict.Faults.Select(fault => fault.Line).Distinct());
        Assert.Empty(reading.Faults);
        Assert.Equal([2, 4], reading.Sessions.Select(session => session.Line));
        Assert.Equal(
            [BadLine.Overlap, BadLine.NegativeLength, BadLine.UnknownGroup, BadLine.UnknownBundle, BadLine.UnknownUser, BadLine.Malformed],
            reading.Skipped.Select(line => line.Kind));
    }

    [Fact]
    public void Scenario_LogWithGroupsAndBundles_PutsUsersWhereTheyBelong()
    {
        const string yaml = """
            region: us-west-2
            quota: 100
            directories: [{ name: lab, zones: [us-west-2a, us-west-2b] }]
            groups:
              - { name: office, directory: lab, bundle: Standard }
              - { name: lab, directory: lab, bundle: Value, mode: AlwaysOn }
            trace: { users: 7 }
            """;
        const string log = """
            user,start,end,group,bundle
            ann,2026-03-02T08:00:00,2026-03-02T09:00:00,office,
            bob,2026-03-02T08:00:00,2026-03-02T09:00:00,lab,Performance
            cas,2026-03-02T08:00:00,2026-03-02T09:00:00,,
            """;
        using var folder = new TempFolder();
        var reading = ScenarioFile.Read(folder.Write("s.yaml", yaml), folder.Write("log.csv", log));
        Assert.Empty(reading.Faults);

        var users = Population.Create(reading.Scenario!, reading.Trace).Users;

        Assert.Equal([5, 2], reading.Scenario!.Groups.Select(group => group.Users));
        Assert.Equal(
            ["ann office Standard", "bob lab Performance", "cas office Standard"], users.Take(3).Select(user => $"{user.UserName} {user.Group.Name} {user.Group.Bundle}"));
        Assert.Equal(5, users.Count(user => user.Group.Name == "office"));
    }

    /// <summary>The sessions of the recorded log were made from its Standard Workload Format: users' jobs under 20 minutes apart are one.</summary>
    [Theory]
    [MemberData(nameof(Repository.LogsToTest), MemberType = typeof(Repository))]
    public void Read_RecordedSwf_GivesTheRecordedSessions(string log)
    {
        var sessions = TraceFile.Read(log, Offset.FromHours(-8));
        var packed = Directory.GetFiles(Path.GetDirectoryName(log)!, "*.swf.gz").Single();

        var jobs = TraceFile.Read(packed, Offset.FromHours(-8), new(SkipsBad: true, JoinWithin: Duration.FromMinutes(20)));

        Assert.Equal((sessions.UserCount, sessions.Sessions.Length), (jobs.UserCount, jobs.Sessions.Length));
        Assert.Equal(sessions.Sessions.Select(session => (session.Start, session.End)), jobs.Sessions.Select(session => (session.Start, session.End)));
    }

    private static (string User, string Start, string End, int Line)[] Read(string log, TraceReadOptions? options = null)
    {
        using var folder = new TempFolder();
        var reading = TraceFile.Read(folder.Write("log", log), Offset.Zero, options ?? new());
        Assert.Empty(reading.Faults);
        return [.. reading.Sessions.Select(session => (session.User, session.Start.ToString("HH:mm:ss", null), session.End.ToString("HH:mm:ss", null), session.Line))];
    }
}
