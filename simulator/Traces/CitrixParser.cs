using System.Text.Json;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads the sessions of Citrix Monitor's OData service: <c>{"value": [{"StartDate", "EndDate", "User": {"UserName"}}]}</c>, in UTC.</summary>
internal sealed class CitrixParser(TraceTimes times, SessionBook book, TraceFaults faults)
{
    public void Parse(InputSource log) => JsonFile.Read(log, faults, root =>
    {
        var list = root.ValueKind == JsonValueKind.Array ? root : JsonFile.Of(root, "value") ?? JsonFile.Of(root, "Sessions");
        if (list is not { ValueKind: JsonValueKind.Array } sessions)
        {
            faults.File("value", 1, "There is no list of sessions; export /Citrix/Monitor/OData/v4/Data/Sessions with $expand=User.");
            return;
        }

        book.Expect(sessions.GetArrayLength());
        foreach (var (index, session) in sessions.EnumerateArray().Index()) Read(session, index + 1);
    });

    private void Read(JsonElement session, int number)
    {
        void Bad(BadLine kind, string column, string message) => faults.Line(kind, column, number, $"Entry {number}: {message}");
        if (UserOf(session) is not { Length: > 0 } user)
        {
            Bad(BadLine.UnknownUser, "User", "The session has no user; export with $expand=User.");
            return;
        }

        var written = JsonFile.Text(session, "EndDate");
        var isOpen = string.IsNullOrEmpty(written) || written.StartsWith("0001-", StringComparison.Ordinal);
        if (times.Parse(JsonFile.Text(session, "StartDate") ?? "") is not { Early: var start }) Bad(BadLine.Malformed, "StartDate", "The session has no StartDate that is a time.");
        else if (isOpen) book.AddWithoutEnd(user, start.ToUnixTimeSeconds(), number, $"The session of \"{user}\" has no EndDate");
        else if (times.Parse(written!)?.After(start) is not { } end) Bad(BadLine.Malformed, "EndDate", $"\"{written}\" is no time.");
        else if (end <= start) Bad(BadLine.NegativeLength, "EndDate", "The session does not end after its start.");
        else book.Add(user, start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds(), number);
    }

    private static string? UserOf(JsonElement session) => JsonFile.Of(session, "User") is { ValueKind: JsonValueKind.Object } known
        ? JsonFile.Text(known, "UserName") ?? JsonFile.Text(known, "Upn") ?? JsonFile.Text(known, "FullName")
        : JsonFile.Text(session, "UserName") ?? (JsonFile.Text(session, "UserId") is { } id ? $"u{id}" : null);
}
