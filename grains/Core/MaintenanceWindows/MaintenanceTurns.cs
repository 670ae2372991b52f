using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>How desktops are spread over a window (MNT-03, MNT-04 as settled): a window is cut into turns, and a run begins and ends within one.</summary>
public static class MaintenanceTurn
{
    /// <summary>How long one desktop's run takes.</summary>
    public static readonly Duration RunTime = Duration.FromMinutes(35);

    /// <summary>How long a connected user has from the warning to the disconnect.</summary>
    public static readonly Duration Warning = Duration.FromMinutes(5);

    /// <summary>How late in its turn a desktop may begin: what wakes up later waits for another turn.</summary>
    public static readonly Duration LatestBegin = Duration.FromMinutes(5);

    /// <summary>When a desktop looks again after it has told itself to begin, should nothing have come of it.</summary>
    public static readonly Duration LookAgain = Duration.FromMinutes(2);

    /// <summary>Five turns in four hours, four in three: at 34 % each everybody has one.</summary>
    public static readonly Duration Length = LatestBegin + Warning + RunTime;

    /// <summary>Most desktops of a zone in one turn, in percent of those that exist in it.</summary>
    public const int MaxAtOncePercent = 34;

    /// <summary>Those that were carried over ask as the window opens, the others after this.</summary>
    public static readonly Duration Precedence = Duration.FromMinutes(1);

    /// <summary>Whole desktops in one turn: rounded down, but one at least, or a zone of two would never be maintained.</summary>
    public static int MaxAtOnce(int inZone) => Math.Max(1, (int)((long)inZone * MaxAtOncePercent / 100));

    /// <summary>Even one desktop is more than the share, as the zone has one or two.</summary>
    public static bool IsMoreThanAShare(int inZone) => inZone * MaxAtOncePercent < 100;

    /// <summary>The first turn that can still be begun, counted from 0.</summary>
    public static int IndexAt(MaintenanceWindow window, Instant now)
    {
        var next = IndexAfter(window, now);
        return now <= StartOf(window, next - 1) + LatestBegin ? next - 1 : next;
    }

    /// <summary>The first turn that begins after an instant.</summary>
    public static int IndexAfter(MaintenanceWindow window, Instant now) => (int)Math.Floor((now - window.Opens) / Length) + 1;

    public static Instant StartOf(MaintenanceWindow window, int index) => window.Opens + (Length * index);

    /// <summary>A turn that would not end by the window's close is none.</summary>
    public static bool Exists(MaintenanceWindow window, int index) => StartOf(window, index) + Length <= window.Closes;
}

/// <summary>The turns of one zone that are taken in one window, in two numbers: they are filled one after the other.</summary>
/// <param name="Opens">Which window.</param>
/// <param name="Index">The turn that is being filled.</param>
/// <param name="Count">How many desktops are in it.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.turn-book")]
public sealed record TurnBook(ZoneId Zone, Instant Opens, int Index, int Count)
{
    /// <summary>The book after one more desktop has been given a turn; null: this window has none left.</summary>
    /// <param name="lot">
    /// The directory's own number. Shares of directories add up to a share of the zone, but where one desktop is more than a share: the directories
    /// that have one or two in the zone begin with different turns, or all of them would be in the first.
    /// </param>
    public static TurnBook? Take(TurnBook? before, ZoneId zone, MaintenanceWindow window, int inZone, Instant now, ulong lot)
    {
        var first = MaintenanceTurn.IndexAt(window, now);
        var isOpen = before is not null && before.Opens == window.Opens;
        var book = isOpen && before!.Index >= first ? before : new(zone, window.Opens, first + (isOpen ? 0 : Offset(window, first, inZone, lot)), 0);
        var next = book.Count < MaintenanceTurn.MaxAtOnce(inZone) ? book with { Count = book.Count + 1 } : new(zone, window.Opens, book.Index + 1, 1);
        return MaintenanceTurn.Exists(window, next.Index) ? next : null;
    }

    /// <summary>How many turns a directory leaves out at first, so that there is still one for each of its desktops.</summary>
    private static int Offset(MaintenanceWindow window, int first, int inZone, ulong lot)
    {
        var spare = MaintenanceTurn.IndexAfter(window, window.Closes - MaintenanceTurn.Length) - first - inZone;
        return MaintenanceTurn.IsMoreThanAShare(inZone) && spare > 0 ? (int)(lot % (ulong)(spare + 1)) : 0;
    }
}
