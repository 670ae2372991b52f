using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>Writes down, while the log is read, how each desktop stood when, and what was done to it from outside.</summary>
internal sealed class Chronicle(Docket docket) : LogJudge(docket)
{
    private static readonly Snapshot Unlaunched = new(Instant.MinValue, "NONE", false, Duration.Zero, null, null, null, false, false);

    private readonly Dictionary<string, List<Snapshot>> _stood = new(StringComparer.Ordinal);

    public override string Name => "answers are explained by the log";

    public List<Deed> Deeds { get; } = [];

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null || line.What == "operation-refused")
            return;
        if (!_stood.TryGetValue(line.Entity, out var stood))
            _stood.Add(line.Entity, stood = [Unlaunched]);
        stood.Add(Snapshot.Of(desktop, line.At));
        if (DeedOf(line) is { } deed)
            Deeds.Add(deed);
    }

    /// <summary>How a desktop stood at any moment of a time, both ends counted in.</summary>
    public IEnumerable<Snapshot> Between(string entity, Instant from, Instant to)
    {
        var stood = _stood.GetValueOrDefault(entity) ?? [Unlaunched];
        for (var i = 0; i < stood.Count; i++)
        {
            if (stood[i].At <= to && (i + 1 == stood.Count || stood[i + 1].At >= from))
                yield return stood[i];
        }
    }

    /// <summary>How it stands at the end.</summary>
    public Snapshot Last(string entity) => _stood.GetValueOrDefault(entity)?[^1] ?? Unlaunched;

    private static Deed? DeedOf(in LogLine line) => line.What switch
    {
        "state-changed" => MoveOf(line),
        "mode-changed" => New(line, "modify", null),
        "traffic-metered" => New(line, "meter-traffic", null),
        "session-opened" => New(line, "connect", line.Event.Text("session")),
        "session-closed" when line.Event.Text("interruption") is null => New(line, "disconnect", line.Event.Text("session")),
        _ => null,
    };

    private static Deed? MoveOf(in LogLine line) => line.On switch
    {
        "LaunchAccepted" => New(line, "launch", line.Event.Part("terms")?.Part("identity")?.Text("launch")),
        "TerminateAccepted" => New(line, "terminate", null),
        "CaptureBegan" => New(line, "capture-image", null),
        "AdminMaintenanceBegan" => New(line, "set-admin-maintenance", "on"),
        "AdminMaintenanceEnded" => New(line, "set-admin-maintenance", "off"),
        "RebuildAccepted" => New(line, "rebuild", null, wasDelayed: true),
        "RestoreAccepted" => New(line, "restore", null, wasDelayed: true),
        "StopAccepted" when line.Event.Text("reason") == "stopped by an administrator" => New(line, "stop", null),
        _ => null,
    };

    private static Deed New(in LogLine line, string command, string? detail, bool wasDelayed = false) =>
        new(line.Entity, line.At, line.Number, command, detail, wasDelayed);
}
