using System.Collections.Immutable;

namespace DeskFleet.Grains.Telemetry;

/// <summary>The few words under which sessions that ended are counted; the full reason is in the event.</summary>
public static class DisconnectReasons
{
    public const string ByUser = "user";
    public const string TakenOver = "taken_over";
    public const string ByAdministrator = "administrator";
    public const string HostLost = "host_lost";
    public const string Maintenance = "maintenance";
    public const string Other = "other";

    public static ImmutableArray<string> All { get; } = [ByUser, TakenOver, ByAdministrator, HostLost, Maintenance, Other];

    /// <summary>From the reason that a closed session's event gives.</summary>
    public static string Of(string reason) => reason switch
    {
        "disconnected" => ByUser,
        "taken over by another sign-in" => TakenOver,
        _ when reason.EndsWith("by an administrator", StringComparison.Ordinal) || reason.EndsWith(" asked", StringComparison.Ordinal) => ByAdministrator,
        _ when reason.EndsWith("is lost", StringComparison.Ordinal) => HostLost,
        _ when reason.Contains("maintenance", StringComparison.Ordinal) => Maintenance,
        _ => Other,
    };
}
