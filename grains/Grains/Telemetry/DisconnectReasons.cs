using System.Collections.Immutable;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Grains.Telemetry;

/// <summary>The few words under which sessions that ended are counted; the full reason is in the event.</summary>
public static class DisconnectReasons
{
    public static ImmutableArray<string> All { get; } = [Of(null), .. Enum.GetValues<SessionInterruption>().Select(cause => Of(cause))];

    /// <param name="cause">Null: the user disconnected.</param>
    public static string Of(SessionInterruption? cause) => cause switch
    {
        null => "user",
        SessionInterruption.TakenOver => "taken_over",
        SessionInterruption.Administrator => "administrator",
        SessionInterruption.HostLost => "host_lost",
        SessionInterruption.Maintenance => "maintenance",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "No such interruption."),
    };
}
