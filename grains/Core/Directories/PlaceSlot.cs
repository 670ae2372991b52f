using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Directories;

/// <summary>Under what a directory counts a WorkSpace: <c>zone/bundle</c>. Earlier versions counted, and ask for, the zone alone.</summary>
public static class PlaceSlot
{
    private const char Sign = '/';

    public static string Of(ZoneId zone, BundleId? bundle) => bundle is { } own ? $"{zone}{Sign}{own}" : zone.Value;

    public static ZoneId ZoneOf(string slot) => new(slot.Split(Sign)[0]);

    /// <summary>Null: an earlier version has counted it.</summary>
    public static BundleId? BundleOf(string slot) => slot.Split(Sign) is [_, var bundle] ? new(bundle) : null;

    /// <summary>Where a unit that is given back is counted: one of an earlier version under its zone.</summary>
    internal static string InBook(LeaseBook book, string slot) =>
        book.Count(slot) <= 0 && book.Count(ZoneOf(slot).Value) > 0 ? ZoneOf(slot).Value : slot;
}
