using DeskFleet.Simulator.Chaos.Judges.Bills;
using DeskFleet.Simulator.Chaos.Judges.Histories;
using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Records;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>All judges together: each sees all evidence, and none sees the product.</summary>
public static class Bench
{
    /// <summary>What is wrong with a run, in the order of its log; empty: nothing.</summary>
    /// <exception cref="IOException">The event log cannot be read.</exception>
    public static IReadOnlyList<Violation> Judge(ChaosEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var docket = new Docket();
        var log = new LogPass(evidence, docket);
        if (log.Run())
        {
            new BillJudge(evidence, log.Book, docket).Judge();
            new RecordJudge(evidence, log, docket).Judge();
            new HistoryJudge(evidence, log.Chronicle, log, docket).Judge();
        }

        return docket.Violations;
    }
}
