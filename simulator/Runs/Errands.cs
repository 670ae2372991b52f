using System.Globalization;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>What the time line has administrators do with keys, images and running modes.</summary>
public static class Errands
{
    /// <param name="desktopsOf">The desktops of a group, who are there by then or will come, in the order of its users.</param>
    public static IEnumerable<TimelineCommand> Of(Scenario scenario, FleetMap map, Func<string, Instant, IEnumerable<WorkSpaceId>> desktopsOf)
    {
        foreach (var happening in scenario.Timeline)
        {
            if (happening is KeyChange change)
                yield return new(change.At, () => [.. map.KeysNamed(change.Key).Select(key => (Entity.Of(key), (Command)new EnableKey(change.IsEnabled)))]);
            if (happening is ImagesCaptured captured)
                yield return new(captured.At, () => [.. desktopsOf(captured.Group, captured.At).Take(captured.Count).Select((desktop, i) => (Entity.Of(desktop), (Command)Capture(captured, i)))]);
            if (happening is ModeSwitch mode)
                yield return new(mode.At, () => [.. desktopsOf(mode.Group, mode.At).Select(desktop => (Entity.Of(desktop), (Command)Switch(mode)))]);
        }
    }

    private static ModifyWorkSpace Switch(ModeSwitch mode) => new(
        OperationId.At(mode.At, $"switch-{mode.Group}-{mode.To}"), FleetMap.ModeOf(mode.To), AutoStopPeriod: null);

    private static CaptureImage Capture(ImagesCaptured captured, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{captured.Group}-{number + 1}");
        return new CaptureImage(OperationId.At(captured.At, $"capture-{name}"), name[..Math.Min(name.Length, CatalogImage.MaxName)]);
    }
}
