using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Protocol;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>How a WorkSpace looks on the wire (API-04).</summary>
internal static class WorkSpaceWire
{
    private const int NameLength = 8;
    private const string AutoStop = "AUTO_STOP";
    private const string AlwaysOn = "ALWAYS_ON";

    /// <param name="subnet">Of its directory, in its zone; null: the directory is not known any more.</param>
    public static Workspace Of(WorkSpaceDescription desktop, string? subnet)
    {
        var isFaulty = desktop.State is Lifecycle.Error or Lifecycle.Unhealthy;
        return new(
            desktop.Id.Value,
            desktop.Directory.Value,
            desktop.User.Value,
            desktop.State.ToWire(),
            desktop.LaunchedFrom!.Id.Value,
            subnet,
            isFaulty ? desktop.Reason : null,
            desktop.ErrorCode is { } code ? RefusalErrors.Of(code).Item : isFaulty ? desktop.State.ToWire() : null,
            $"WSDESK-{desktop.Id.Value[^NameLength..].ToUpperInvariant()}",
            desktop.Encryption?.Named ?? desktop.Encryption?.Key.Value,
            desktop.Encryption?.User ?? false,
            desktop.Encryption?.Root ?? false,
            PropertiesOf(desktop),
            []);
    }

    public static string ToWire(this RunningMode mode) => mode == RunningMode.AutoStop ? AutoStop : AlwaysOn;

    /// <summary>Null: no mode of this service.</summary>
    public static RunningMode? ToMode(string name) => name switch
    {
        AutoStop => RunningMode.AutoStop,
        AlwaysOn => RunningMode.AlwaysOn,
        _ => null,
    };

    private static WorkspaceProperties PropertiesOf(WorkSpaceDescription desktop) => new(
        desktop.RunningMode.ToWire(),
        desktop.RunningMode == RunningMode.AutoStop ? (int)desktop.AutoStopPeriod.TotalMinutes : null,
        desktop.LaunchedFrom!.RootGB,
        desktop.LaunchedFrom.UserGB,
        ComputeTypes.Of(desktop.LaunchedFrom));
}
