using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Log;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>Judges the final records: they say what the log says, everything lent is somebody's, and after a quiet phase everything is at rest.</summary>
internal sealed class RecordJudge(ChaosEvidence evidence, LogPass log, Docket docket)
{
    private static readonly string[] Disturbing = [FaultKinds.WakesLate, FaultKinds.EffectsLate, FaultKinds.Unavailable, FaultKinds.LossNewsLate, FaultKinds.ClockSkew];

    /// <summary>There was a quiet phase, and it is over.</summary>
    private bool IsQuiet => evidence.LastFaultEndedAt is { } ended && evidence.EndsAt >= ended + evidence.Bounds.QuietPhase;

    /// <summary>Nothing is on its way: there was a quiet phase, or nothing was ever kept back.</summary>
    private bool IsSettled => IsQuiet || !evidence.Faults.Any(fault => Disturbing.Contains(fault.Kind));

    public void Judge()
    {
        if (evidence.Records.Count == 0)
            return;
        RecordBook book;
        try
        {
            book = new(evidence.Records);
        }
        catch (JsonException fault)
        {
            docket.Add("records can be read", "", evidence.EndsAt, fault.Message);
            return;
        }

        new RecordsAgree(evidence, log, book, docket).Judge();
        if (IsSettled)
            new UnitsBalance(evidence, log, book, docket).Judge();
        if (IsSettled)
            new SlotsBalance(evidence, book, docket).Judge();
        new Rests(evidence, book, docket).Judge(IsQuiet);
    }
}
