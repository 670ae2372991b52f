using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Reading;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>Each record is what its entity's lines of the log add up to: none is missing, and none is there that the record does not know.</summary>
internal sealed class RecordsAgree(ChaosEvidence evidence, LogPass log, RecordBook book, Docket docket)
{
    private const string Name = "records are what the log says";

    public void Judge()
    {
        foreach (var record in book.All)
        {
            var (stored, logged) = (record.Root.Number("sequence") ?? 0, log.Sequences.GetValueOrDefault(record.Entity));
            if (stored != logged)
                Say(record.Entity, $"has had {stored} events by its record, and {logged} by the log");
        }

        foreach (var entity in log.Sequences.Keys.Where(entity => !evidence.Records.ContainsKey(entity)))
            Say(entity, "has lines in the log, and no record");
        foreach (var desktop in book.Desktops)
            Desktop(desktop);
    }

    private void Desktop(StoredDesktop desktop)
    {
        if (!log.Fleet.Desktops.TryGetValue(desktop.Record.Entity, out var track))
            return;
        var state = desktop.Record.State;
        Same(desktop, "state", desktop.Lifecycle, track.State);
        Same(desktop, "host", desktop.Host, track.Place?.Host);
        Same(desktop, "session", state.Part("session")?.Text("id"), track.Session);
        Same(desktop, "waiting sign-in", state.Part("awaited")?.Text("id"), track.Awaited?.Session);
        Same(desktop, "wait for room", state.Part("wait")?.Text("goal"), track.Wait?.Goal);
        if (track.Identity is not null)
            Same(desktop, "mode", state.Text("mode"), track.IsAutoStop ? "AutoStop" : "AlwaysOn");
        if (state.Number("epoch") < track.Epoch)
            Say(desktop.Record.Entity, $"has epoch {state.Number("epoch")} in its record, and the log has had {track.Epoch}");
    }

    private void Same(StoredDesktop desktop, string what, string? stored, string? logged)
    {
        if (stored != logged)
            Say(desktop.Record.Entity, $"has {what} {stored ?? "none"} in its record, and {logged ?? "none"} by the log");
    }

    private void Say(string entity, string sentence) => docket.Add(Name, entity, evidence.EndsAt, sentence);
}
