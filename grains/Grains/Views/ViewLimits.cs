using DeskFleet.Contracts.Views;
using DeskFleet.Core.Views;

namespace DeskFleet.Grains.Views;

/// <summary>What a reader of the view may ask.</summary>
public static class ViewLimits
{
    /// <exception cref="ArgumentException">The filter cannot be asked, or the limit is outside its range.</exception>
    public static void Check(WorkSpaceFilter filter, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IWorkSpaceView.MaxOnAPage);
        if (filter.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(filter));
    }
}
