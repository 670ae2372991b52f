using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Log;
using DeskFleet.Simulator.Chaos.Judges.Reading;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>Whether an answer fits some moment between asking and answering: table WKS-T1 for refusals, and what was to come about for the others.</summary>
internal sealed class AnswerRules(Chronicle chronicle, LogPass log, Allowance allowance)
{
    /// <summary>WKS-T1, written down from the table: where an operation is admitted.</summary>
    private static readonly Dictionary<string, string> Admits = new(StringComparer.Ordinal)
    {
        ["connect"] = "AVAILABLE UNHEALTHY STOPPED STOPPING STARTING",
        ["start"] = "STOPPED",
        ["stop"] = "AVAILABLE UNHEALTHY ERROR",
        ["reboot"] = "AVAILABLE UNHEALTHY REBOOTING",
        ["rebuild"] = "AVAILABLE UNHEALTHY ERROR STOPPED REBOOTING",
        ["restore"] = "AVAILABLE UNHEALTHY ERROR STOPPED",
        ["modify"] = "AVAILABLE UNHEALTHY STOPPED",
        ["capture-image"] = "AVAILABLE",
        ["terminate"] = "PENDING AVAILABLE UNHEALTHY REBOOTING STARTING REBUILDING RESTORING MAINTENANCE ADMIN_MAINTENANCE UPDATING STOPPING STOPPED ERROR TERMINATING TERMINATED",
    };

    private readonly HashSet<(string Entity, string Id)> _used = [];

    /// <summary>What is wrong with an answer; null: some order of the calls explains it. To be asked in the order of asking.</summary>
    public string? Fault(Asked asked, CallRecord call)
    {
        if (!call.Entity.StartsWith(LogLine.WorkSpacePrefix, StringComparison.Ordinal) || IsRepeated(call) || call.Reply is not { } reply)
            return null;
        var stood = chronicle.Between(call.Entity, allowance.Since(call.Entity, call.Invoked.At), call.Returned!.Value.At + allowance.Skew).ToArray();
        return Asked.IsRefusal(reply) ? Refused(asked, reply.Text("code") ?? "", stood) : Accepted(asked, reply, stood);
    }

    /// <summary>Under an id that somebody used before, the answer is that of then.</summary>
    private bool IsRepeated(CallRecord call) => call.OperationId is { } id && !_used.Add((call.Entity, id));

    private static string? Refused(Asked asked, string code, Snapshot[] stood) => code switch
    {
        "ResourceNotFound" when asked.What is not ("launch" or "restore" or "delete-tags" or "report-measured" or "launch-application" or "remove-application") && stood.All(at => at.Exists)
            => $"answers {asked.What} with {code}, and it was there all the time",
        "InvalidState" or "NotAvailable" when Admits.TryGetValue(asked.What, out var admits) && stood.All(at => IsAdmitted(asked, admits, at))
            => $"answers {asked.What} with {code}, and was {States(stood)}",
        "KmsKeyInvalid" when asked.What != "launch" && !stood.Any(at => at.IsEncrypted) => $"answers {asked.What} with {code}, and is not encrypted",
        "OperationNotSupported" when asked.What is "start" or "stop" && stood.All(at => at.IsAutoStop) => $"answers {asked.What} with {code}, and is AutoStop",
        _ => null,
    };

    /// <summary>A reboot may be asked for again when it has been stuck for long, and is refused before.</summary>
    private static bool IsAdmitted(Asked asked, string admits, Snapshot at) =>
        admits.Split(' ').Contains(at.State) && !(asked.What == "reboot" && at.State == "REBOOTING");

    private string? Accepted(Asked asked, JsonElement reply, Snapshot[] stood)
    {
        var fits = asked.What switch
        {
            "launch" => stood.Any(at => at.State != "NONE"),
            "connect" => Connects(reply, stood),
            "disconnect" => stood.Any(at => at.Session != asked.Detail && at.Awaited != asked.Detail),
            "terminate" => stood.Any(at => at.State is "TERMINATING" or "TERMINATED"),
            "stop" => stood.Any(at => at.State == "STOPPING"),
            "start" => stood.Any(at => at.State == "STARTING" || at.WaitsFor is not null),
            "reboot" => stood.Any(at => at.State == "REBOOTING" || at.WaitsFor is not null || !at.HasPlace),
            "rebuild" => stood.Any(at => at.State == "REBUILDING" || at.WaitsFor == "Rebuild"),
            "restore" => stood.Any(at => at.State == "RESTORING" || at.WaitsFor is "Restore" or "RestoreWithRoot"),
            "capture-image" => stood.Any(at => at.State == "SUSPENDED"),
            "set-admin-maintenance" => stood.Any(at => at.State == "ADMIN_MAINTENANCE") || asked.Detail == "off",
            "modify" => stood.Any(at => Has(asked.Command, at)),
            _ => true,
        };
        return fits ? null : $"answers {asked.What} with {reply.Text("what")}, and was {States(stood)} all the time{Kept(asked)}";
    }

    private static bool Connects(JsonElement reply, Snapshot[] stood)
    {
        var session = reply.Text("session");
        return reply.Text("what") == "connected"
            ? stood.Any(at => at.Session == session)
            : stood.Any(at => at.Awaited == session || at.Session == session);
    }

    private static bool Has(JsonElement modify, Snapshot at) =>
        (modify.Text("mode") is not { } mode || mode == "AutoStop" == at.IsAutoStop)
        && (modify.Length("autoStopPeriod") is not { } period || period == at.Period);

    private static string States(Snapshot[] stood) => string.Join(", then ", stood.Select(at => at.State).Distinct());

    private string Kept(Asked asked) => log.Fleet.Desktops.TryGetValue(asked.Entity, out var desktop) ? $"; it is {desktop.State} at the end" : "; the log does not know it";
}
