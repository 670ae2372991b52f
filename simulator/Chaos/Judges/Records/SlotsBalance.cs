using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>Each host lists the desktops that name it and nobody else, holds what they take, keeps no start slot for what does not start, and no line has strangers in it (PLC-06, PLC-07).</summary>
internal sealed class SlotsBalance(ChaosEvidence evidence, RecordBook book, Docket docket)
{
    private const string Name = "slots, start slots and lines balance";

    private static readonly string[] Started = ["AVAILABLE", "UNHEALTHY", "ERROR", "MAINTENANCE", "ADMIN_MAINTENANCE", "SUSPENDED", "STOPPING"];

    public void Judge()
    {
        var listed = new HashSet<(string Host, string Desktop)>();
        foreach (var host in book.Of("DedicatedHost"))
            Host(host, listed);
        var living = book.Of("DedicatedHost").Where(host => host.State.Text("status") is not "Lost").Select(host => host.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var desktop in book.Desktops)
        {
            if (desktop.Host is { } host && living.Contains(host) && !listed.Contains((host, desktop.Id)))
                Say(desktop.Record.Entity, $"names {host}, which does not list it");
        }

        foreach (var pool in book.Of("HostPool"))
            Pool(pool);
    }

    private void Host(StoredRecord host, HashSet<(string Host, string Desktop)> listed)
    {
        var (sum, starting) = (default(Size), 0);
        foreach (var occupant in host.State.List("occupants"))
        {
            var id = occupant.Text("workSpace") ?? "";
            listed.Add((host.Key, id));
            sum += Size.Of(occupant.Part("size"));
            starting += occupant.Text("start") == "Starting" ? 1 : 0;
            var desktop = book.Desktop(id);
            var isNamed = desktop?.Host == host.Key && desktop.SlotEpoch == occupant.Number("epoch");
            if (!isNamed && occupant.Part("leaseExpiresAt") is null)
                Say(host.Entity, $"lists {id} under epoch {occupant.Number("epoch")}, which is {(desktop?.Host is { } other ? $"on {other} under epoch {desktop.SlotEpoch}" : "on no host")}");
            else if (isNamed && occupant.Text("start") is "Starting" or "Queued" && Started.Contains(desktop!.Lifecycle))
                Say(host.Entity, $"keeps a start slot or a place in its start queue for {id}, which is {desktop.Lifecycle}");
        }

        if (sum != Size.Of(host.State.Part("used")))
            Say(host.Entity, $"counts {Size.Of(host.State.Part("used"))} as used, and its desktops take {sum}");
        var type = host.State.Part("type") ?? default;
        if (!sum.FitsInto(Size.Of(type.Part("capacity"))))
            Say(host.Entity, $"carries {sum}, and has {Size.Of(type.Part("capacity"))}");
        if (starting > (type.Number("startSlots") ?? 0))
            Say(host.Entity, $"starts {starting} at once, and has {type.Number("startSlots")} start slots");
    }

    private void Pool(StoredRecord pool)
    {
        foreach (var waiter in pool.State.List("queue"))
        {
            var id = waiter.Text("workSpace") ?? "";
            if (book.Desktop(id)?.Waits != true)
                Say(pool.Entity, $"has {id} in its line, which waits for nothing");
        }

        var hosts = book.Of("DedicatedHost").Count(host => host.State.Text("pool") == pool.Key);
        if (pool.State.Number("hosts") is { } counted && counted != hosts)
            Say(pool.Entity, $"counts {counted} hosts, and {hosts} say that they are its own");
    }

    private void Say(string entity, string sentence) => docket.Add(Name, entity, evidence.EndsAt, sentence);
}
