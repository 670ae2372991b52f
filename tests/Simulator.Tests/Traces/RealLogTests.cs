using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>What real companies have: their clocks, their words, their files.</summary>
public sealed class RealLogTests
{
    private const string Expected = "ann 08:45:00-12:00:00, bob 09:00:00-10:00:00, bob 11:00:00-12:30:00";

    public static TheoryData<string, string> Formats => new()
    {
        { "windows", RealLogs.Windows }, { "last", RealLogs.Last }, { "citrix", RealLogs.Citrix }, { "horizon", RealLogs.Horizon }, { "cloudwatch", RealLogs.CloudWatch },
        { "states", RealLogs.States },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_Format_IsKnownByItsContentAndMeansWhatItsDocumentationSays(string format, string log)
    {
        var reading = TraceText.Read(log);

        Assert.Empty(reading.Faults);
        Assert.Equal((format, Expected), (reading.Understood.Format, Told(reading)));
        Assert.Equal((2, 3, 2), (reading.Understood.People, reading.Understood.Sessions, reading.Understood.MaxAtOnce));
    }

    [Fact]
    public void Read_CloudWatchJson_IsARowOfPeriodsEach() => Assert.Equal("ann 08:45:00-08:55:00, ann 09:00:00-09:05:00", Told(TraceText.Read(RealLogs.CloudWatchJson)));

    /// <summary>The lines of a file have no order: Windows writes the newest first, and collectors write as they hear.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_LinesInAnyOrder_AreTheSameLog(string format, string log)
    {
        if (format is "citrix" or "horizon") return; // JSON, and quotes over two lines
        var lines = log.Split('\n');
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var (head, body) = format is "last" or "states" ? ((string[])[], lines) : (lines[..1], lines[1..]);
            new Random(seed).Shuffle(body);

            Assert.Equal(Expected, Told(TraceText.Read(string.Join('\n', head.Concat(body)))));
        }
    }

    /// <summary>As the log's documentation has it: an unlock is a Logon; who logs on twice and off twice is there until the last.</summary>
    [Theory]
    [InlineData("08:00 Logon, 10:00 Logon, 12:00 Logoff", "ann 08:00:00-12:00:00")]
    [InlineData("08:00 Logon, 10:00 Logon, 12:00 Logoff, 13:00 Logon, 14:00 Logoff", "ann 08:00:00-12:00:00, ann 13:00:00-14:00:00")]
    [InlineData("08:00 Logon, 09:00 Logon, 10:00 Logoff, 12:00 Logoff", "ann 08:00:00-12:00:00")]
    [InlineData("08:00 Logon, 09:00 Lock, 10:00 Unlock, 12:00 Logoff", "ann 08:00:00-12:00:00")]
    [InlineData("08:00 Logon, 09:00 Logoff, 09:00 Logon, 12:00 Logoff", "ann 08:00:00-12:00:00")]
    public void Read_Logons_MeanPresence(string events, string sessions) => Assert.Equal(sessions, Told(TraceText.Read(Logons(events))));

    [Theory]
    [InlineData(OpenSessions.End, "ann 07:00:00-09:00:00, ann 10:00:00-12:00:00, bob 07:00:00-08:00:00, ann 13:00:00-15:00:00")]
    [InlineData(OpenSessions.Median, "ann 08:00:00-09:00:00, ann 10:00:00-12:00:00, bob 07:00:00-08:00:00, ann 13:00:00-14:00:00")]
    [InlineData(OpenSessions.Drop, "ann 10:00:00-12:00:00, bob 07:00:00-08:00:00")]
    public void Read_OpenSessions_EndAsAsked(OpenSessions how, string sessions)
    {
        var log = Logons("09:00 Logoff, 10:00 Logon, 12:00 Logoff, 13:00 Logon") + "\n9,03/02/2026 07:00:00,bob,pc,Logon\n9,03/02/2026 08:00:00,bob,pc,Logoff\n9,03/02/2026 15:00:00,cas,pc,Lock";
        var reading = Read(log, new() { OpenSessions = how });

        Assert.Equal(sessions.Split(", ").Order(), Told(reading).Split(", ").Order());
        Assert.Equal(2, reading.Understood.OpenEnds);
        Assert.Equal([3, 6], Read(log, new()).Faults.Select(fault => fault.Line).Select(line => line + 1).Order());
    }

    /// <summary>Half of the whole sessions last an hour at most, the others two: the lower of the middle two is taken.</summary>
    [Fact]
    public void Read_OpenSessionsMedian_IsTheLogsOwn() => Assert.Equal(
        "ann 08:00:00-09:00:00, ann 10:00:00-12:00:00, ann 13:00:00-14:00:00",
        Told(Read(Logons("08:00 Logon, 09:00 Logoff, 10:00 Logon, 12:00 Logoff, 13:00 Logon"), new() { OpenSessions = OpenSessions.Median })));

    /// <summary>A person over both changes of the clock, and in the hour that there is twice.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28 22:00:00", "2026-03-29 06:00:00", "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24 22:00:00", "2026-10-25 06:00:00", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25 02:45:00", "2026-10-25 02:15:00", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25 02:15:00", "2026-10-25 02:45:00", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29 05:00:00", "2026-03-29T01:30:00Z", "2026-03-29T03:00:00Z")]
    [InlineData("America/New_York", "2026-11-01 01:30:00", "2026-11-01 01:10:00", "2026-11-01T05:30:00Z", "2026-11-01T06:10:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-01 01:30:00", "2026-11-01 02:10:00", "2026-10-31T20:00:00Z", "2026-10-31T20:40:00Z")]
    public void Read_TimeZone_HasItsChangesOfTheClock(string zone, string start, string end, string from, string to)
    {
        var session = Assert.Single(Read($"user,start,end\nann,{start},{end}\n", new() { TimeZone = zone }).Sessions);

        Assert.Equal((from, to), (session.Start.ToString(), session.End.ToString()));
        // The framework's own rules, which share nothing with these.
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.Contains(session.Start.ToDateTimeOffset(), Instants(rules, start));
        Assert.Contains(session.End.ToDateTimeOffset(), Instants(rules, end));
    }

    [Theory]
    [InlineData("2026-03-02T08:45:00", "2026-03-02T08:45:00Z")]
    [InlineData("2026-03-02 08:45", "2026-03-02T08:45:00Z")]
    [InlineData("2026-03-02T08:45:00.9999", "2026-03-02T08:45:00Z")]
    [InlineData("2026-03-02T08:45:00Z", "2026-03-02T08:45:00Z")]
    [InlineData("2026-03-02T08:45:00+01:00", "2026-03-02T07:45:00Z")]
    [InlineData("2026-03-02 08:45:00 -0530", "2026-03-02T14:15:00Z")]
    [InlineData("2026/03/02 08:45:00", "2026-03-02T08:45:00Z")]
    [InlineData("02.03.2026 08:45", "2026-03-02T08:45:00Z")]
    [InlineData("13/03/2026 08:45:00", "2026-03-13T08:45:00Z")]
    [InlineData("03/13/2026 8:45:00 AM", "2026-03-13T08:45:00Z")]
    [InlineData("3/13/2026, 12:45 am", "2026-03-13T00:45:00Z")]
    [InlineData("13-03-26 08:45", "2026-03-13T08:45:00Z")]
    public void Read_FormOfATime_IsUnderstood(string written, string instant) =>
        Assert.Equal(instant, Assert.Single(Read($"user;start;end\nann;{written};2026-06-01 00:00:00\n", new()).Sessions).Start.ToString());

    /// <summary>One line that can be read in one way only settles the whole column; two that contradict each other refuse it.</summary>
    [Fact]
    public void Read_DayAndMonth_AreSettledForTheWholeColumn()
    {
        const string log = "user,start,end\nann,02/03/2026 08:00,02/03/2026 09:00\nbob,OTHER 08:00,OTHER 09:00\n";
        TraceReading With(string date, DateOrder? order = null) => Read(log.Replace("OTHER", date, StringComparison.Ordinal), new() { DateOrder = order });

        Assert.Equal("2026-03-02T08:00:00Z", With("31/03/2026").Sessions[0].Start.ToString());
        Assert.Equal("2026-02-03T08:00:00Z", With("03/31/2026").Sessions[0].Start.ToString());
        Assert.Contains("write trace.dateOrder", Assert.Single(With("05/06/2026").Faults).Message, StringComparison.Ordinal);
        Assert.Equal("2026-03-02T08:00:00Z", With("05/06/2026", DateOrder.DayFirst).Sessions[0].Start.ToString());
        var mixed = Read(log.Replace("OTHER", "31/03/2026", StringComparison.Ordinal) + "cas,03/31/2026 08:00,03/31/2026 09:00\n", new());
        Assert.Contains("some dates of this column have the day first and others the month", Assert.Single(mixed.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void Read_Separators_AreSeen(string separator) =>
        Assert.Equal(4, TraceText.Read(TraceText.Valid.Replace(",", separator, StringComparison.Ordinal)).Sessions.Length);

    [Fact]
    public void Read_HeadInAnyCaseAndOrderBesideOthers_IsFound()
    {
        const string log = "Host,END,User,\"Remark, if any\",Start\npc,2026-03-02T12:00:00,ann,\"two\nlines\",2026-03-02T08:45:00\npc,2026-03-02T13:00:00,bob,,2026-03-02T12:45:00\n";

        Assert.Equal("ann 08:45:00-12:00:00, bob 12:45:00-13:00:00", Told(TraceText.Read(log)));
        var renamed = log.Replace("User", "Employee", StringComparison.Ordinal).Replace("Start\n", "Von [UTC]\n", StringComparison.Ordinal);
        Assert.Equal("ann 08:45:00-12:00:00, bob 12:45:00-13:00:00", Told(Read(renamed, new() { Columns = ImmutableDictionary<string, string>.Empty.Add("user", "employee").Add("start", "Von") })));
        Assert.Equal("ann 08:45:00-12:00:00, bob 12:45:00-13:00:00", Told(TraceText.Read("sep=,\r\n" + log)));
    }

    [Fact]
    public void Read_UnitInTheHead_IsObeyed()
    {
        var log = TraceText.Valid.Replace("start,end", "start [UTC],end [UTC]", StringComparison.Ordinal);

        Assert.Equal(Instant.FromUtc(2026, 3, 2, 8, 45), TraceText.Read(log, Offset.FromHours(-8)).Sessions[0].Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 16, 45), Read(log.Replace("UTC", "Local Time", StringComparison.Ordinal), new() { KnowsZone = true, TimeZone = "America/Los_Angeles" }).Sessions[0].Start);
    }

    [Fact]
    public void Read_EncodingsAndPackings_AreTheSameLog()
    {
        using var folder = new TempFolder();
        var valid = TraceText.Valid + "\n";
        byte[] Gzip(string text)
        {
            using var bytes = new MemoryStream();
            using (var packed = new GZipStream(bytes, CompressionLevel.Optimal))
                packed.Write(Encoding.UTF8.GetBytes(text));
            return bytes.ToArray();
        }

        byte[] Zip(params string[] names)
        {
            using var bytes = new MemoryStream();
            using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            {
                foreach (var name in names)
                {
                    using var entry = zip.CreateEntry(name).Open();
                    entry.Write(Encoding.UTF8.GetBytes(valid));
                }
            }

            return bytes.ToArray();
        }

        var half = valid.IndexOf("ann,2026-03-02T12:30", StringComparison.Ordinal);
        byte[] members = [.. Gzip(valid[..half]), .. Gzip(valid[half..])];
        byte[][] same =
        [
            Encoding.UTF8.GetBytes(valid), [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(valid)], Encoding.Unicode.GetBytes(valid), Encoding.BigEndianUnicode.GetBytes(valid),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(valid)], Gzip(valid), members, Zip("log.csv"), Encoding.UTF8.GetBytes(valid.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ];

        foreach (var bytes in same)
            Assert.Equal(4, TraceFile.Read(folder.Write("log.csv", bytes), Offset.Zero).Sessions.Length);
        foreach (var bytes in new[] { members[..^9], Zip("a.csv", "b.csv"), Zip("a.csv")[..^9] })
            Assert.Contains("cannot be unpacked", Assert.Single(TraceFile.Read(folder.Write("log.csv", bytes), Offset.Zero).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Log_TellsWhatWasUnderstood()
    {
        using var folder = new TempFolder();
        var scenario = folder.Write("s.yaml", "region: eu-central-1\ndirectories: [{ name: d, zones: [eu-central-1a, eu-central-1b] }]\ngroups: [{ name: g, directory: d, bundle: Value }]\ntrace: { timeZone: Europe/Berlin, openSessions: drop }\n");
        var log = folder.Write("log.csv", "person,start,end\nann,2026-03-02 08:00,2026-03-02 12:00\nbob,2026-03-02 09:00,2026-03-02 10:00\nbob,2026-03-02 13:00,\n");

        var ended = await SimulatorProcess.Run("validate", scenario, "--trace", log, "--column", "user=person");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("log: read as sessions, times of Europe/Berlin: 4 lines, 2 people, 2 sessions, 1 with one end only; most at once 2, 2026-03-02 09:00\n", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Bytes lost, doubled and changed anywhere: each log is read or has faults with their place, and nothing is thrown. A share of them always, 10,000 of each kind with
    /// DESKFLEET_FULL=1.
    /// </summary>
    [Fact]
    public void Read_DamagedLogs_HaveFaultsAndNeverThrow()
    {
        using var folder = new TempFolder();
        var (read, refused) = (0, 0);
        foreach (var (number, sound) in ImporterTests.Samples.Append(TraceText.Valid).Index())
        {
            for (var seed = 0; seed < Damaged; seed++)
            {
                var path = folder.Write("damaged.log", new Fuzz.Mutator((10_000 * number) + seed).Break(sound));
                var reading = TraceFile.Read(path, Offset.Zero, new() { OpenSessions = seed % 4 == 0 ? OpenSessions.Median : null, SkipsBad = seed % 5 == 0 });

                Assert.True(reading.Sessions.Length > 0 || reading.Faults.Length > 0);
                Assert.All(reading.Sessions, session => Assert.True(session.Start < session.End));
                Assert.All(reading.Faults, fault => Assert.StartsWith(fault.Line > 0 ? $"{path}:{fault.Line}: " : $"{path}: ", fault.ToString(), StringComparison.Ordinal));
                if (reading.Faults.IsEmpty) read++;
                else refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused with their places");
        Assert.True(read > 0 && refused > 0);
    }

    internal static int Damaged => Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1" ? 10_000 : 300;

    private static IEnumerable<DateTimeOffset> Instants(TimeZoneInfo rules, string local)
    {
        var time = DateTime.SpecifyKind(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Unspecified);
        if (rules.IsInvalidTime(time)) return [new(time, rules.GetUtcOffset(time.AddHours(-2)))];
        return rules.IsAmbiguousTime(time) ? rules.GetAmbiguousTimeOffsets(time).Select(offset => new DateTimeOffset(time, offset)) : [new(time, rules.GetUtcOffset(time))];
    }

    private static string Logons(string events) => "id,date,user,pc,activity\n" + string.Join('\n', events.Split(", ").Select(e => $"1,03/02/2026 {e.Split(' ')[0]}:00,ann,pc,{e.Split(' ')[1]}"));

    private static string Told(TraceReading reading) =>
        string.Join(", ", reading.Sessions.Select(session => $"{session.User} {session.Start.ToString("HH:mm:ss", null)}-{session.End.ToString("HH:mm:ss", null)}"));

    private static TraceReading Read(string log, TraceReadOptions options)
    {
        using var folder = new TempFolder();
        return TraceFile.Read(folder.Write("log.csv", log), Offset.Zero, options);
    }
}
