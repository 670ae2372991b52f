namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>Small logs of our own in the shapes that real systems write. In each: ann from 08:45 to 12:00 UTC, bob from 09:00 to 10:00 and 11:00 to 12:30.</summary>
internal static class RealLogs
{
    public const string Windows = """
        "TimeCreated","EventID","TargetUserName","TargetDomainName","LogonType","TargetLogonId","Computer"
        "2026-03-02T08:45:00.1234567Z","4624","ann","CORP","2","0x1","PC-1"
        "2026-03-02T08:45:01Z","4624","PC-1$","CORP","3","0x2","PC-1"
        "2026-03-02T08:45:02Z","4624","SYSTEM","NT AUTHORITY","5","0x3e7","PC-1"
        "2026-03-02T08:50:00Z","4624","ann","CORP","3","0x4","FILES"
        "2026-03-02T08:50:01Z","4634","ann","CORP","3","0x4","FILES"
        "2026-03-02T09:00:00Z","4624","bob","CORP","10","0x5","PC-2"
        "2026-03-02T09:30:00Z","4800","ann","CORP","","0x1","PC-1"
        "2026-03-02T09:40:00Z","4801","ann","CORP","","0x1","PC-1"
        "2026-03-02T09:40:00Z","4624","ann","CORP","7","0x1","PC-1"
        "2026-03-02T10:00:00Z","4779","bob","CORP","","0x5","PC-2"
        "2026-03-02T11:00:00Z","4778","bob","CORP","","0x5","PC-2"
        "2026-03-02T12:00:00Z","4647","ann","CORP","","0x1","PC-1"
        "2026-03-02T12:00:01Z","4634","ann","CORP","2","0x1","PC-1"
        "2026-03-02T12:30:00Z","4647","bob","CORP","","0x5","PC-2"
        """;

    public const string Last = """
        bob      pts/1        10.0.0.6         Mon Mar  2 11:00:00 2026 - Mon Mar  2 12:30:00 2026  (01:30)
        bob      pts/1        10.0.0.6         Mon Mar  2 09:00:00 2026 - Mon Mar  2 10:00:00 2026  (01:00)
        ann      pts/0        10.0.0.5         Mon Mar  2 08:45:00 2026 - crash                     (03:15)
        reboot   system boot  6.1.0-31-amd64   Mon Mar  2 07:00:00 2026   still running

        wtmp begins Mon Mar  2 07:00:00 2026
        """;

    public const string Citrix = """
        { "@odata.context": "https://director/Citrix/Monitor/OData/v4/Data/$metadata#Sessions", "value": [
          { "SessionKey": "1", "StartDate": "2026-03-02T08:45:00.5Z", "EndDate": "2026-03-02T12:00:00Z", "UserId": 7, "User": { "UserName": "ann" } },
          { "SessionKey": "3", "StartDate": "2026-03-02T11:00:00Z", "EndDate": "2026-03-02T12:30:00Z", "User": { "UserName": "bob" } },
          { "SessionKey": "2", "StartDate": "2026-03-02T09:00:00Z", "EndDate": "2026-03-02T10:00:00Z", "User": { "UserName": "bob" } } ] }
        """;

    public const string Horizon = """
        Time;EventType;Severity;UserDisplayName;MachineName;EventText
        2026-03-02 08:44:58.100;BROKER_USERLOGGEDIN;AUDIT_SUCCESS;ann;;"User ann has logged in"
        2026-03-02 08:45:00.100;AGENT_CONNECTED;INFO;ann;VM-1;"ann, on VM-1;
        from home"
        2026-03-02 09:00:00.000;AGENT_CONNECTED;INFO;bob;VM-2;""
        2026-03-02 10:00:00.000;AGENT_DISCONNECTED;INFO;bob;VM-2;""
        2026-03-02 11:00:00.000;AGENT_RECONNECTED;INFO;bob;VM-2;""
        2026-03-02 12:00:00.000;AGENT_ENDED;INFO;ann;VM-1;""
        2026-03-02 12:30:00.000;AGENT_DISCONNECTED;INFO;bob;VM-2;""
        2026-03-02 12:35:00.000;AGENT_ENDED;INFO;bob;VM-2;""
        """;

    public static string CloudWatch { get; } = "WorkspaceId,Timestamp,Value\n" + string.Join('\n', Samples("ann", "08:45", 39).Concat(Samples("bob", "09:00", 12)).Concat(Samples("bob", "11:00", 18)).Reverse());

    public const string CloudWatchJson = """
        { "MetricDataResults": [ { "Id": "m1", "Label": "ann", "StatusCode": "Complete",
          "Timestamps": ["2026-03-02T08:50:00Z", "2026-03-02T08:45:00Z", "2026-03-02T08:55:00Z", "2026-03-02T09:00:00Z"], "Values": [1.0, 1.0, 0.0, 1.0] } ] }
        """;

    /// <summary>Without a head, repeated states, and what is no session between them; a person is a machine.</summary>
    public const string States = """
        ann,restarted,2026-03-02 07:00:00.510
        ann,available,2026-03-02 07:01:00
        ann,in-use,2026-03-02 08:45:00.343
        bob,in-use,2026-03-02 09:00:00
        ann,in-use,2026-03-02 09:30:00
        bob,available,2026-03-02 10:00:00
        bob,offline,2026-03-02 10:30:00
        bob,in-use,2026-03-02 11:00:00
        ann,offline,2026-03-02 12:00:00
        ann,available,2026-03-02 12:10:00
        bob,restarted,2026-03-02 12:30:00
        """;

    public static IReadOnlyList<string> All { get; } = [Windows, Last, Citrix, Horizon, CloudWatch, CloudWatchJson, States];

    private static IEnumerable<string> Samples(string user, string from, int count) =>
        Enumerable.Range(0, count + 1).Select(i => FormattableString.Invariant($"{user},2026-03-02T{TimeOnly.ParseExact(from, "HH:mm").AddMinutes(5 * i):HH:mm:ss}Z,{(i < count ? 1 : 0)}"));
}
