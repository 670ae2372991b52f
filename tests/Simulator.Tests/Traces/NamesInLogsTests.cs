using DeskFleet.Core.Identity;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>Who is one person in a log is one in the fleet, and nobody else is.</summary>
public sealed class NamesInLogsTests
{
    private const string Twice = """
        user,start,end
        Ann,2026-03-02T10:00:00,2026-03-02T11:00:00
        ann,2026-03-02T08:00:00,2026-03-02T09:00:00
        J\u00DCRGEN,2026-03-02T10:00:00,2026-03-02T11:00:00
        ju\u0308rgen,2026-03-02T12:00:00,2026-03-02T13:00:00
        """;

    private const string Scenario = """
        name: names
        region: eu-central-1
        seed: 1
        directories:
          - { name: staff, zones: [eu-central-1a, eu-central-1b] }
        groups:
          - { name: all, directory: staff, bundle: Standard, mode: AutoStop }
        trace: { utcOffset: Z }
        """;

    private static string Log => Twice.Replace("\\u00DC", "\u00dc", StringComparison.Ordinal).Replace("\\u0308", "\u0308", StringComparison.Ordinal);

    [Fact]
    public void Read_OnePersonWrittenInTwoWays_IsOneUserShownAsInTheFirstSession()
    {
        var reading = TraceText.Read(Log);

        Assert.Empty(reading.Faults);
        Assert.Equal(["J\u00dcRGEN", "ann"], reading.Users);
        Assert.Equal([("J\u00dcRGEN", "ju\u0308rgen"), ("ann", "Ann")], reading.Merged.Select(person => (person.Shown, person.Others.Single())));
    }

    [Fact]
    public void Read_LinesInAnotherOrder_ShowsTheSamePeople()
    {
        var lines = Log.Split('\n');

        Assert.Equal(TraceText.Read(Log).Users, TraceText.Read(string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0]))).Users);
    }

    [Fact]
    public void Read_OnePersonWhoseSessionsOverlap_IsAFaultOfPlainSessions() => Assert.Contains(
        "overlaps the one in line 2", Assert.Single(TraceText.Read("user,start,end\nAnn,2026-03-02T08:00:00,2026-03-02T10:00:00\nANN,2026-03-02T09:00:00,2026-03-02T11:00:00\n").Faults).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("j\u00fcrgen", "j\u00f6rgen")]
    [InlineData("a+b@example.org", "a-b@example.org")]
    [InlineData("o'brien", "o-brien")]
    [InlineData("ACME\\ann", "ACME/ann")]
    [InlineData("a b", "a-b")]
    [InlineData("a{b", "a}b")]
    public void Read_TwoPeople_AreTwoInEveryFormat(string one, string other)
    {
        string[] logs =
        [
            $"user,start,end\n{one},2026-03-02T08:00:00,2026-03-02T10:00:00\n{other},2026-03-02T08:00:00,2026-03-02T10:00:00\n",
            $"id,date,user,pc,activity\n1,03/02/2026 08:00:00,{one},p,Logon\n2,03/02/2026 08:00:00,{other},p,Logon\n"
                + $"3,03/02/2026 10:00:00,{one},p,Logoff\n4,03/02/2026 10:00:00,{other},p,Logoff\n",
            $"TimeGenerated,UserName,State,CorrelationId\n2026-03-02T08:00:00Z,{one},Connected,c1\n2026-03-02T08:00:00Z,{other},Connected,c2\n"
                + $"2026-03-02T10:00:00Z,{one},Completed,c1\n2026-03-02T10:00:00Z,{other},Completed,c2\n",
        ];

        Assert.All(logs.Select(log => TraceText.Read(log)), reading =>
        {
            Assert.Empty(reading.Faults);
            Assert.Empty(reading.Merged);
            Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), reading.Users);
        });
    }

    [Fact]
    public void Read_LogonAndLogoffInOtherCapitals_AreOneSession()
    {
        var reading = TraceText.Read("id,date,user,pc,activity\n1,03/02/2026 08:00:00,Ann,p,Logon\n2,03/02/2026 10:00:00,ann,p,Logoff\n");

        Assert.Equal(["Ann"], reading.Users);
        Assert.Equal(["ann"], Assert.Single(reading.Merged).Others);
    }

    [Theory]
    [InlineData("an\0n", "control character U+0000")]
    [InlineData("j\ufffdrgen", "could not be read")]
    [InlineData("\"\"", "is empty")]
    public void Read_WhatCannotBeAName_IsRefusedByName(string name, string why)
    {
        var fault = Assert.Single(TraceText.Read($"user,start,end\n{name},2026-03-02T08:00:00,2026-03-02T10:00:00\n").Faults);

        Assert.Equal(("user", 2), (fault.Path, fault.Line));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("core")]
    [InlineData("grains")]
    public async Task Run_OfALogWithMergedAndUnusualNames_ServesEverybodyAndSaysWhoWasMerged(string engine)
    {
        using var folder = new TempFolder();
        var log = Log + "\nACME\\Bob,2026-03-02T08:00:00,2026-03-02T09:00:00\n\"q\"\"{b}\",2026-03-02T08:00:00,2026-03-02T09:00:00\n";
        var ended = await SimulatorProcess.Run(
            "run", folder.Write("names.yaml", Scenario), "--trace", folder.Write("log.csv", log), "--engine", engine, "--check", "--out", folder.Missing("run"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("merged \"ann\" = \"Ann\"", ended.Error, StringComparison.Ordinal);
        Assert.Contains("sessions         6 opened of 6 asked", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Nobody was refused", ended.Output, StringComparison.Ordinal);
        var story = await SimulatorProcess.Run("explain", "--run", folder.Missing("run"), "acme\\BOB");
        Assert.Equal(0, story.ExitCode);
    }

    [Fact]
    public void Copies_OfNamesWithTheSignOfACopy_AreCalledAsNobodyElse()
    {
        var names = new CopyNames(["u7", "u7#1", "u7#1#1"]);
        string[] people = ["u7", "u7#1", "u7#1#1"];

        var all = people.SelectMany(person => Enumerable.Range(0, 20).Select(copy => names.Of(person, copy))).ToList();

        Assert.Equal(60, all.Select(UserName.Of).Distinct().Count());
        Assert.Equal("u7#1", new CopyNames(["u7"]).Of("u7", 1));
    }

    [Fact]
    public void Read_CopiesWhoseNamesWouldBeTooLong_IsAFault()
    {
        using var folder = new TempFolder();
        var log = folder.Write("log.csv", $"user,start,end\n{new string('a', 63)},2026-03-02T08:00:00,2026-03-02T10:00:00\n");

        Assert.Empty(ScenarioFile.Read(folder.Write("one.yaml", Scenario), log).Faults);
        var fault = Assert.Single(ScenarioFile.Read(folder.Write("two.yaml", Scenario.Replace("utcOffset: Z", "repeatUsers: 2", StringComparison.Ordinal)), log).Faults);
        Assert.Contains("names of more than 64 characters", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Emails_OfDifferentNames_AreDifferent()
    {
        string[] names = ["a#1", "a+1", "a@1", "a%401", "a 1", "a\\1", "j\u00fcrgen", "j\u00f6rgen"];

        Assert.Equal(names.Length, names.Select(name => Emails.Of(name, "acme")).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("a+1@acme.example", Emails.Of("a#1", "Acme"));
    }

    [Fact]
    public void Population_OfAGroupWithALongName_HasNamesThatTheFleetTakes()
    {
        using var folder = new TempFolder();
        string Of(int length) => folder.Write($"{length}.yaml", Scenario
            .Replace("name: all", $"name: {new string('g', length)}, users: 50", StringComparison.Ordinal)
            .Replace("trace: { utcOffset: Z }", "start: 2026-03-02\nhorizon: 1 d\nquota: 50", StringComparison.Ordinal));

        var users = Population.Create(ScenarioFile.Read(Of(52)).Scenario!, null).Users.Select(user => UserName.Of(user.UserName)).ToList();

        Assert.All(users, user => Assert.Null(user.Fault()));
        Assert.Equal(50, users.Distinct().Count());
        Assert.Contains("too long for a group", Assert.Single(ScenarioFile.Read(Of(53)).Faults).Message, StringComparison.Ordinal);
    }
}
