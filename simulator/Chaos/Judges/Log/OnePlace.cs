using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>
/// A desktop runs at one place at a time, in its own zone, on a host of its owner that is open, and each order to its machine is newer than all
/// before (BYO-03, BYO-16, PLC-01, PLC-07).
/// </summary>
internal sealed class OnePlace(Docket docket, FleetTrack fleet, Allowance allowance) : LogJudge(docket)
{
    private static readonly string[] Running =
        ["AVAILABLE", "STARTING", "REBOOTING", "REBUILDING", "RESTORING", "MAINTENANCE", "ADMIN_MAINTENANCE", "SUSPENDED", "UPDATING"];

    public override string Name => "one place at a time, in its zone, under rising epochs";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null)
            return;
        if (DesktopTrack.PlaceOf(line.Event) is { } place)
            Place(line, desktop, place);
        if (line.Event.Part("job") is { } job && job.Part("retry")?.Flag("isPaused") != true)
            Order(line, desktop, job.Number("epoch") ?? 0);
    }

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null || !line.IsMove)
            return;
        if (desktop.Place is null && desktop.Job is { Verb: not ("Hibernate" or "Terminate") } job)
            Say(line, $"is told to {job.Verb} and has no place");
        if (desktop.Place is null && Running.Contains(desktop.State))
            Say(line, $"is {desktop.State} and has no place");
        if (line.Event.Part("terms") is not null && desktop.Identity is { } identity)
            Zone(line, identity);
    }

    private void Place(in LogLine line, DesktopTrack desktop, Place place)
    {
        if (desktop.Place is { } other)
            Say(line, $"takes {place.Host} and still has {other.Host}: two places");
        if (place.Epoch <= desktop.Epoch)
            Say(line, $"takes {place.Host} under epoch {place.Epoch}, and epoch {desktop.Epoch} was before");
        if (line.Event.Part("job") is { } job && job.Number("epoch") != place.Epoch)
            Say(line, $"takes {place.Host} under epoch {place.Epoch}, and orders its machine under {job.Number("epoch")}");
        if (line.Event.Part("terms") is { } terms)
            Host(line, Identity.Of(terms), place);
        else if (desktop.Identity is { } identity)
            Host(line, identity, place);
    }

    private void Host(in LogLine line, Identity identity, Place place)
    {
        if (!fleet.Hosts.TryGetValue(place.Host, out var host))
            Say(line, $"takes {place.Host}, which is no host");
        else if (host.Zone != identity.Zone)
            Say(line, $"is of {identity.Zone} and takes {place.Host} in {host.Zone}");
        else if (host.Owner != identity.HostOwner)
            Say(line, $"may run on hosts of {identity.HostOwner} and takes {place.Host} of {host.Owner}");
        else if (!host.IsOpen && host.ChangedAt is { } closed && line.At > allowance.Latest(line.Entity, closed))
            Say(line, $"takes {place.Host}, which is closed since {closed}");
    }

    /// <summary>What has failed and pauses orders nothing. What only waited for its start slot is ordered under the epoch that it was placed under.</summary>
    private void Order(in LogLine line, DesktopTrack desktop, long epoch)
    {
        if (line.What == "start-ordered" ? epoch != desktop.Job?.Epoch || desktop.Job is not { WaitsForStartSlot: true } : epoch <= desktop.Epoch)
            Say(line, $"orders its machine under epoch {epoch}, and epoch {desktop.Epoch} was before");
    }

    private void Zone(in LogLine line, Identity identity)
    {
        if (!fleet.Zones.TryGetValue(identity.Directory, out var zones))
            Say(line, $"is launched into {identity.Directory}, which is not registered");
        else if (!zones.Contains(identity.Zone))
            Say(line, $"is launched into {identity.Zone}, which is no zone of {identity.Directory}");
    }
}
