using System.Globalization;
using System.Text;
using System.Text.Json;
using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>An event log written by hand: two zones with a host each, and whatever a test says happens on them.</summary>
internal sealed class Story
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);

    private const string Key = "arn:aws:kms:us-east-1:acme:key/ours";
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly List<CallRecord> _calls = [];
    private Instant _now = Noon;

    public Story()
    {
        Say("Account:acme/us-east-1", "limits-set", "\"workSpaces\":3");
        Say("Directory:d-staff", "directory-registered", """ "account":"acme/us-east-1","zoneA":"us-east-1a","zoneB":"us-east-1b" """);
        Host("h-a", "acme/us-east-1/us-east-1a");
        Host("h-b", "acme/us-east-1/us-east-1b");
        Host("h-foreign", "other/us-east-1/us-east-1a");
        Say($"Key:{Key}", "key-status-changed", "\"status\":\"Enabled\"");
        Say($"Key:{Key}", "seat-limit-set", "\"seats\":1");
    }

    public IReadOnlyList<CallRecord> Calls => _calls;

    public Instant Now => _now;

    /// <summary>What follows is of so many minutes after noon.</summary>
    public Story At(double minutes)
    {
        _now = Noon + Duration.FromSeconds((long)Math.Round(minutes * 60));
        return this;
    }

    public Story At(Instant at)
    {
        _now = at;
        return this;
    }

    public Story Say(string entity, string what, string rest = "")
    {
        _sequences[entity] = _sequences.GetValueOrDefault(entity) + 1;
        _lines.Add(Courtroom.Line(_now, entity, _sequences[entity], what, rest));
        return this;
    }

    public Story Host(string id, string pool, int memoryMiB = 8192, int gpus = 1) => Say(
        $"DedicatedHost:{id}",
        "host-registered",
        string.Create(CultureInfo.InvariantCulture, $$$""" "pool":"{{{pool}}}","type":{"name":"small","capacity":{"vCpu":4,"memoryMiB":{{{memoryMiB}}},"gpus":{{{gpus}}}},"startSlots":1}"""));

    public Story Desk(string what, string rest = "", string id = "ws-1") => Say($"WorkSpace:{id}", what, rest);

    public Story Move(string on, string from, string to, string rest = "", string id = "ws-1") =>
        Desk("state-changed", $"\"on\":\"{on}\",\"from\":\"{from}\",\"to\":\"{to}\",\"reason\":\"test\"{(rest.Length == 0 ? "" : "," + rest)}", id);

    /// <summary>Launched and placed.</summary>
    public Story Launch(
        string id = "ws-1", string user = "ann", string zone = "us-east-1a", string host = "h-a", string mode = "AutoStop", string size = "\"vCpu\":2,\"memoryMiB\":4096,\"gpus\":0", bool encrypted = false) =>
        Move("LaunchAccepted", "NONE", "PENDING", $"{Terms(id, user, zone, mode, size, encrypted)},{Placed(host, 1, "Boot")}", id);

    /// <summary>Launched, placed and up, 20 minutes later.</summary>
    public Story Up(string id = "ws-1", string user = "ann", string zone = "us-east-1a", string host = "h-a", string mode = "AutoStop", bool encrypted = false)
    {
        Launch(id, user, zone, host, mode, encrypted: encrypted);
        _now += Duration.FromMinutes(20);
        return Move("Provisioned", "PENDING", "AVAILABLE", id: id);
    }

    /// <summary>Stops by itself now, having run from an instant on.</summary>
    public Story AutoStop(Instant ranSince, Instant? effectiveAt = null, string id = "ws-1") => Move(
        "AutoStopDue", "AVAILABLE", "STOPPING", $"\"effectiveAt\":\"{effectiveAt ?? _now}\",{Job(2, "Hibernate")},{Metered(ranSince, effectiveAt ?? _now)}", id);

    public Story Stopped(string id = "ws-1") => Move("StopDone", "STOPPING", "STOPPED", id: id);

    /// <summary>Somebody asks, and is answered some seconds later; null: never.</summary>
    public Story Call(string command, string? reply, string? id = null, string entity = "WorkSpace:ws-1", int seconds = 0)
    {
        var order = _calls.Count * 2;
        _calls.Add(new(
            "somebody", entity, id, Json(command), new(order, _now), reply is null ? null : new(order + 1, _now + Duration.FromSeconds(seconds)), reply is null ? null : Json(reply)));
        return this;
    }

    public static string Terms(string id, string user, string zone, string mode, string size, bool encrypted) => $$$"""
        "terms":{"identity":{"launch":"op-{{{id}}}","directory":"d-staff","user":"{{{user}}}","account":"acme/us-east-1","hostOwner":"acme/us-east-1","zone":"{{{zone}}}","bundle":{"name":"Standard","size":{{{{size}}}},"bringsOwnLicence":false,"hasPlus":true}{{{(encrypted ? $",\"encryption\":{{\"root\":false,\"user\":true,\"key\":\"{Key}\"}}" : "")}}}},"mode":"{{{mode}}}","autoStopPeriod":"1:00:00","settings":{"postMaintenanceStop":"Immediate"}}
        """.Trim();

    public static string Placed(string host, long epoch, string verb) => $"\"slot\":{{\"host\":\"{host}\",\"epoch\":{epoch}}},{Job(epoch, verb)}";

    public static string Job(long epoch, string verb, bool waits = false) =>
        $"\"job\":{{\"verb\":\"{verb}\",\"epoch\":{epoch},\"deadline\":\"2026-03-02T23:00:00Z\",\"retriesLeft\":2,\"waitsForStartSlot\":{(waits ? "true" : "false")}}}";

    public static string Metered(Instant from, Instant to) => $"\"metered\":{{\"start\":\"{from}\",\"end\":\"{to}\"}}";

    public static string Awaited(string session, Instant at) => $"\"awaited\":{{\"id\":\"{session}\",\"askedAt\":\"{at}\"}}";

    public static string Wait(string goal, Instant since) =>
        $"\"wait\":{{\"goal\":\"{goal}\",\"since\":\"{since}\",\"until\":\"{since + Duration.FromMinutes(5)}\",\"forSession\":false}}";

    public static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    public ChaosEvidence Evidence(Instant? end = null) => new()
    {
        Events = Encoding.UTF8.GetBytes(string.Join("\n", _lines) + "\n"),
        EndsAt = end ?? _now,
        Facts = FleetFacts.Unknown with { Prices = RunCase.JsonOf(BillingTerms.Default) },
        Calls = _calls,
    };

    /// <summary>What the judges find.</summary>
    public IReadOnlyList<Violation> Judged(Instant? end = null) => Bench.Judge(Evidence(end));
}

/// <summary>What tests demand of judges.</summary>
internal static class Verdicts
{
    /// <summary>Exactly this judge speaks, and says this.</summary>
    public static void Finds(this IReadOnlyList<Violation> found, string judge, string what)
    {
        Assert.Contains(found, violation => violation.Judge.Contains(judge, StringComparison.Ordinal) && violation.Sentence.Contains(what, StringComparison.Ordinal));
        Assert.All(found, violation => Assert.Contains(judge, violation.Judge, StringComparison.Ordinal));
    }

    public static void FindNothing(this IReadOnlyList<Violation> found) => Assert.True(found.Count == 0, string.Join("\n", found));
}
