using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Displays;

/// <summary>What a client would like to show a session on.</summary>
/// <param name="Monitors">1 or more.</param>
/// <param name="Width">Of each, in pixels.</param>
/// <param name="Height">Of each, in pixels.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.display")]
public sealed record Display(int Monitors, int Width, int Height);

/// <summary>What it gets.</summary>
/// <param name="Warnings">What was limited, for people; empty: nothing.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.display-grant")]
public sealed record DisplayGrant(Display Display, ImmutableArray<string> Warnings);

/// <summary>What Graphics desktops can show (GPU-04, GPU-05). Too much is limited and not refused: the session opens, with a warning.</summary>
/// <param name="GraphicsMonitors">Most monitors of a Graphics desktop.</param>
/// <param name="GraphicsWidth">Most pixels across; 2500 as the service's answers have it, which may be a misprint of 2560.</param>
/// <param name="GraphicsHeight">Most pixels down.</param>
public sealed record DisplayRules(int GraphicsMonitors = 1, int GraphicsWidth = 2500, int GraphicsHeight = 1600)
{
    public static DisplayRules Default { get; } = new();

    /// <summary>Null: such a display can exist.</summary>
    public static Refused? Fault(Display display) => display is { Monitors: >= 1, Width: >= 1, Height: >= 1 }
        ? null
        : new(RefusalCode.InvalidParameter, $"{display.Monitors} monitors of {display.Width} x {display.Height} pixels are not possible; give 1 or more of each.");

    public DisplayGrant Grant(bool isGraphics, Display wanted)
    {
        if (!isGraphics)
            return new(wanted, []);
        var monitors = Math.Min(wanted.Monitors, GraphicsMonitors);
        var (width, height) = (Math.Min(wanted.Width, GraphicsWidth), Math.Min(wanted.Height, GraphicsHeight));
        return new(new(monitors, width, height), [.. Warnings(wanted)]);
    }

    private IEnumerable<string> Warnings(Display wanted)
    {
        if (wanted.Monitors > GraphicsMonitors)
            yield return $"A Graphics desktop shows on {GraphicsMonitors} monitor, not on {wanted.Monitors}.";
        if (wanted.Width > GraphicsWidth || wanted.Height > GraphicsHeight)
            yield return $"A Graphics desktop shows at most {GraphicsWidth} x {GraphicsHeight} pixels, not {wanted.Width} x {wanted.Height}.";
    }
}
