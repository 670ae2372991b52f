using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>Nothing that is encrypted is launched, provisioned, started, rebooted or rebuilt under a key that may not be used (ENC-07, ENC-08, ENC-13).</summary>
internal sealed class KeysInForce(Docket docket, FleetTrack fleet, Allowance allowance) : LogJudge(docket)
{
    private static readonly string[] NeedsKey =
        ["LaunchAccepted", "Provisioned", "StartAccepted", "RebootAccepted", "RebuildAccepted", "RestoreAccepted", "MaintenanceBegan"];

    public override string Name => "nothing starts under a disabled key";

    /// <summary>What is woken for its maintenance has had its key looked at when it was woken.</summary>
    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null || !line.IsMove || !NeedsKey.Contains(line.On) || desktop.State == "STARTING")
            return;
        var identity = line.Event.Part("terms") is { } terms ? Identity.Of(terms) : desktop.Identity;
        if (identity?.Key is not { } arn)
            return;
        var key = fleet.KeyOf(arn);
        if (!key.IsUsable && line.At > allowance.Latest(line.Entity, key.ChangedAt) && !allowance.WasToldWrong(line.At))
            Say(line, $"{line.On} under {arn}, which is {(key.Status == "Enabled" ? "not permitted" : key.Status)} since {key.ChangedAt}");
    }
}
