using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>All calls to one entity under one operation id with one command: asked once or again and again, and done once at most.</summary>
internal sealed class Asked
{
    private readonly List<CallRecord> _calls = [];

    public Asked(CallRecord first)
    {
        (Entity, Id) = (first.Entity, first.OperationId);
        (Command, What) = Unwrap(first.Command);
        _calls.Add(first);
    }

    public string Entity { get; }

    public string? Id { get; }

    /// <summary>The command itself, without what gives it its id.</summary>
    public JsonElement Command { get; }

    public string What { get; }

    public IReadOnlyList<CallRecord> Calls => _calls;

    public void Add(CallRecord again) => _calls.Add(again);

    /// <summary>When it may have been done: from the first call to the last answer.</summary>
    public Instant From => _calls[0].Invoked.At;

    public Instant To => _calls.Any(call => call.Returned is null) ? Instant.MaxValue : _calls.Max(call => call.Returned!.Value.At);

    /// <summary>Nobody was told that it was done, and everybody was told that it was not.</summary>
    public bool IsRefused => _calls.TrueForAll(call => IsRefusal(call.Reply));

    /// <summary>The first answer that says that it is done; null: there is none.</summary>
    public CallRecord? Accepted => _calls.Where(call => call.Reply is not null && !IsRefusal(call.Reply)).MinBy(call => call.Returned!.Value.Order);

    /// <summary>What tells it from others of its kind.</summary>
    public string? Detail => What switch
    {
        "launch" => Id,
        "connect" or "disconnect" => Command.Text("session"),
        "set-admin-maintenance" => Command.Flag("on") ? "on" : "off",
        _ => null,
    };

    public static bool IsRefusal(JsonElement? reply) => reply?.Text("what") == "refused";

    public static (JsonElement Command, string What) Unwrap(JsonElement command) =>
        command.Text("what") == "once" && command.Part("command") is { } inner ? (inner, inner.Text("what") ?? "") : (command, command.Text("what") ?? "");
}
