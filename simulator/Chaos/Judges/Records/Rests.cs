using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>No deadline has passed undone, what is owed is delivered, and after the quiet phase nobody is on his way or waits any more.</summary>
internal sealed class Rests(ChaosEvidence evidence, RecordBook book, Docket docket)
{
    private const string Name = "everything comes to rest";

    /// <summary>A rebuild has three tries of 90 minutes each, and nothing takes longer.</summary>
    private static readonly Duration MaxOnItsWay = Duration.FromHours(5);

    private static readonly string[] OnItsWay =
        ["PENDING", "REBOOTING", "STARTING", "REBUILDING", "RESTORING", "MAINTENANCE", "SUSPENDED", "UPDATING", "STOPPING", "TERMINATING"];

    /// <param name="isQuiet">There was a quiet phase. In a plain run effects are delivered at once, and what is owed is struck off by the next write only.</param>
    public void Judge(bool isQuiet)
    {
        var allowance = new Allowance(evidence);
        foreach (var record in book.All)
        {
            if (record.Root.Time("deadline") is { } deadline && allowance.Latest(record.Entity, deadline) < evidence.EndsAt)
                Say(record.Entity, $"has a deadline of {deadline}, and nobody came");
            if (isQuiet && record.Root.List("owed").Any() && record.Root.Time("retryAt") is var retry && (retry is null || allowance.Latest(record.Entity, retry.Value) < evidence.EndsAt))
                Say(record.Entity, $"owes {record.Root.List("owed").Count()} effects, and was to deliver them again at {retry?.ToString() ?? "no time"}");
        }

        if (!isQuiet)
            return;
        foreach (var desktop in book.Desktops.Where(desktop => OnItsWay.Contains(desktop.Lifecycle) && desktop.Since + MaxOnItsWay < evidence.EndsAt))
            Say(desktop.Record.Entity, $"is {desktop.Lifecycle} since {desktop.Since}");
    }

    private void Say(string entity, string sentence) => docket.Add(Name, entity, evidence.EndsAt, sentence);
}
