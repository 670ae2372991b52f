using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>A record as storage keeps it.</summary>
/// <param name="Entity"><c>WorkSpace:ws-…</c>.</param>
internal sealed record StoredRecord(string Entity, JsonElement Root)
{
    public JsonElement State { get; } = Root.Part("state") ?? default;

    public string Key => Entity[(Entity.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Units in use of one kind, as an owner of units counts them.</summary>
    public long Used(string book, string slot) => State.Part(book)?.Part("used")?.Number(slot) ?? 0;

    /// <summary>Units in use of all kinds that are meant.</summary>
    public long Used(string book, Func<string, bool> isMeant) => State.Part(book)?.Part("used") is { } used
        ? used.EnumerateObject().Where(entry => isMeant(entry.Name)).Sum(entry => entry.Value.GetInt64())
        : 0;

    /// <summary>Units lent whose holder has not confirmed them yet.</summary>
    public int Lent(string book, string slot) => Lent(book, lent => lent == slot);

    public int Lent(string book, Func<string, bool> isMeant) => State.Part(book)?.List("lent").Count(lease => isMeant(lease.Text("slot") ?? "")) ?? 0;
}

/// <summary>A desktop as its record has it.</summary>
internal sealed record StoredDesktop(StoredRecord Record)
{
    private readonly JsonElement? _identity = Record.State.Part("identity");

    public string Id => Record.Key;

    public string Lifecycle => Record.State.Text("lifecycle") ?? "NONE";

    public bool Exists => Lifecycle is not ("NONE" or "TERMINATED");

    public Instant Since => Record.State.Time("since") ?? Instant.MinValue;

    public string Account => _identity?.Text("account") ?? "";

    public string Directory => _identity?.Text("directory") ?? "";

    public string User => _identity?.Text("user") ?? "";

    public string Zone => _identity?.Text("zone") ?? "";

    public string Pool => $"{_identity?.Text("hostOwner")}/{Zone}";

    public string? Key => _identity?.Part("encryption")?.Text("key");

    public bool OwnLicence => _identity?.Part("bundle")?.Flag("bringsOwnLicence") == true;

    /// <summary>It counts under the quota (QTA-02).</summary>
    public bool HoldsUnit => Exists && Record.State.Part("unit")?.Flag("isHeld") != false;

    public string? Host => Record.State.Part("slot")?.Text("host");

    public long? SlotEpoch => Record.State.Part("slot")?.Number("epoch");

    public bool Waits => Record.State.Part("wait") is not null;
}
