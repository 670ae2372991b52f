using System.Text.Json;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>What a fleet was set up with, in plain words: judges compare what happened with this and with nothing that the fleet says of itself.</summary>
public sealed record FleetFacts
{
    public required IReadOnlyList<DirectoryFact> Directories { get; init; }

    /// <summary>Hosts that were allocated. Pools that grow by themselves add others, which the log tells.</summary>
    public IReadOnlyList<HostFact> Hosts { get; init; } = [];

    public IReadOnlyList<AccountFact> Accounts { get; init; } = [];

    /// <summary>Keys that were made with a limit of their own; the others have 30 seats (ENC-04).</summary>
    public IReadOnlyList<KeyFact> Keys { get; init; } = [];

    /// <summary>The prices and switches of the bill, as a run writes them into <c>prices.json</c>; null: the bills are not judged.</summary>
    public JsonElement? Prices { get; init; }

    /// <summary>From when bills count: what was set up before counts as if it happened then. Null: from the first line on.</summary>
    public Instant? BilledFrom { get; init; }

    /// <summary>Facts of which only the log knows: nothing but what it must be compared with.</summary>
    public static FleetFacts Unknown { get; } = new() { Directories = [] };
}

/// <summary>One directory.</summary>
/// <param name="Id">As the log has it: <c>d-…</c>.</param>
/// <param name="Account">Who pays: <c>account/region</c>.</param>
/// <param name="Zones">Its two zones (PLC-01).</param>
public sealed record DirectoryFact(string Id, string Account, IReadOnlyList<string> Zones, bool IsDedicated);

/// <summary>One host.</summary>
/// <param name="Owner">Whose: <c>account/region</c>.</param>
/// <param name="VCpu">Usable, overcommitment counted in; may be broken.</param>
/// <param name="MemoryMiB">In mebibytes.</param>
/// <param name="StartSlots">How many desktops start on it at once.</param>
public sealed record HostFact(string Id, string Owner, string Zone, decimal VCpu, long MemoryMiB, int Gpus, int StartSlots);

/// <summary>An account in a region.</summary>
/// <param name="Id"><c>account/region</c>.</param>
/// <param name="Quota">The desktops that it may have at the end; a raise on the way is in the log of calls.</param>
/// <param name="SeatsCommitted">Seats a month on dedicated hosts (BYO-12); null: it has promised none.</param>
public sealed record AccountFact(string Id, int Quota, int? SeatsCommitted = null);

/// <summary>A key.</summary>
/// <param name="Arn">As the log has it.</param>
public sealed record KeyFact(string Arn, int Seats);
