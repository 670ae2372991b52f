namespace DeskFleet.Simulator.Traces;

/// <summary>The event logs that are known, each as its own documentation has it.</summary>
internal static class EventFormats
{
    /// <summary>Logon types of people at a screen: interactive, unlock, remote and cached (4624); the others are services and shares.</summary>
    private static readonly string[] AtAScreen = ["2", "7", "10", "11"];

    private static readonly string[] Services = ["SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE", "ANONYMOUS LOGON"];

    /// <summary><c>id,date,user,pc,activity</c> as in CERT's logon.csv, whose unlocks are Logons; Lock and Unlock are known too.</summary>
    public static EventFormat LogonLogoff { get; } = new(
        "write date,user,pc,activity such as \"03/02/2026 08:45:00,ann,pc-7,Logon\"",
        [(["time", "date", "timestamp"], true), (["user", "username"], true), (["machine", "pc", "computer", "host"], false), (["activity", "activity", "event", "action", "state"], true)],
        DateOrder.MonthFirst,
        of => of("activity").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "LOGON" or "LOGIN" or "SIGNIN" => (Sign.Logon, null),
            "LOGOFF" or "LOGOUT" or "SIGNOUT" => (Sign.Logoff, null),
            "LOCK" or "UNLOCK" or "LOCKED" or "UNLOCKED" => (Sign.State, null),
            _ => (null, $"\"{of("activity")}\" is no activity; write Logon, Logoff, Lock or Unlock."),
        });

    /// <summary>
    /// What state a machine is in, from when on, as the sensors of a university's library write it, often without a head. Nobody says who sits
    /// there, so a person is a machine: from in-use to whatever state comes next that is another.
    /// </summary>
    public static EventFormat States { get; } = new(
        "write computer,state,time such as \"TL-5001,in-use,2026-03-02 08:45:00\"",
        [(["user", "computer", "machine", "host", "pc"], true), (["activity", "state", "status"], true), (["time", "date", "timestamp"], true)],
        null,
        of => of("activity").Replace(" ", "-", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "IN-USE" or "INUSE" or "OCCUPIED" => (Sign.Logon, null),
            "AVAILABLE" or "FREE" or "OFFLINE" or "RESTARTED" => (Sign.Closing, null),
            _ => (null, $"\"{of("activity")}\" is no state; write in-use, available, offline or restarted."),
        })
    {
        HeadWhereNone = ["computer", "state", "time"],
    };

    /// <summary>
    /// Windows' security log as CSV: 4624 and 4778 begin or go on, 4634, 4647 and 4779 end, 4800 and 4801 lock and unlock. Other events, services and
    /// machine accounts are passed over; a logon and its logoff belong together by their LogonId.
    /// </summary>
    public static EventFormat Windows { get; } = new(
        "export TimeCreated, EventID, TargetUserName, LogonType, TargetLogonId and Computer",
        [
            (["time", "TimeCreated", "TimeGenerated", "Date and Time", "EventTime", "SystemTime"], true),
            (["user", "TargetUserName", "AccountName", "Account Name", "User"], true),
            (["machine", "Computer", "MachineName", "Host"], false),
            (["activity", "EventID", "Event ID", "Id", "EventCode"], true),
            (["type", "LogonType", "Logon Type"], false),
            (["session", "TargetLogonId", "LogonId", "Logon ID"], false),
        ],
        DateOrder.MonthFirst,
        of => (of("activity"), IsAtAScreen(of("type"))) switch
        {
            ("4624", true) => (Sign.Logon, null),
            ("4778", _) => (Sign.Logon, null),
            ("4647" or "4779", _) => (Sign.Logoff, null),
            ("4634", true) => (Sign.Closing, null),
            ("4800" or "4801", _) => (Sign.State, null),
            _ => (null, null),
        })
    {
        IsNobody = user => user.EndsWith('$') || Services.Contains(user, StringComparer.OrdinalIgnoreCase)
            || user.StartsWith("DWM-", StringComparison.OrdinalIgnoreCase) || user.StartsWith("UMFD-", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>VMware Horizon's events: an agent is connected, reconnected, disconnected, and at last its session ended.</summary>
    public static EventFormat Horizon { get; } = new(
        "export Time, EventType, UserDisplayName and Machine",
        [
            (["time", "Time", "EventTime", "Timestamp"], true),
            (["user", "UserDisplayName", "UserName", "User"], true),
            (["machine", "MachineName", "Machine", "Node", "DesktopId"], false),
            (["activity", "EventType"], true),
        ],
        null,
        of => of("activity").ToUpperInvariant() switch
        {
            "AGENT_CONNECTED" or "AGENT_RECONNECTED" => (Sign.Logon, null),
            "AGENT_DISCONNECTED" => (Sign.Logoff, null),
            "AGENT_ENDED" => (Sign.Closing, null),
            _ => (null, null),
        });

    private static bool IsAtAScreen(string type) => type.Length == 0 || AtAScreen.Contains(type);
}
