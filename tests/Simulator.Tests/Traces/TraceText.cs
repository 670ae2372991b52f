using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

internal static class TraceText
{
    /// <summary>Two people, three days; bob works past midnight.</summary>
    public const string Valid = """
        user,start,end
        bob,2026-03-02T22:00:00,2026-03-03T01:00:00
        ann,2026-03-02T08:45:00,2026-03-02T12:00:00
        ann,2026-03-02T12:30:00,2026-03-02T17:00:00
        ann,2026-03-04T09:00:00,2026-03-04T10:00:00
        """;

    public static TraceReading Read(string csv, Offset offset = default)
    {
        using var folder = new TempFolder();
        return TraceFile.Read(folder.Write("log.csv", csv), offset);
    }
}
