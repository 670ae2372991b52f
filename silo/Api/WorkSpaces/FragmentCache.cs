namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>
/// The fragments that were shown last, found with one look at memory for each. It may forget any of them at any time, and then they are found where they
/// come from; one that is retired is not found. Thread-safe.
/// </summary>
/// <remarks>
/// A reply names up to 25 WorkSpaces all over the fleet, and in a large one none of them is in the processor's caches. A dictionary needs four looks one
/// after the other for each. Here the places of all are known before the first is looked at, so the processor fetches many at a time.
/// </remarks>
internal sealed class FragmentCache
{
    private const int FewestPlaces = 1024;

    /// <summary>32 MiB of references.</summary>
    private const int MaxPlaces = 1 << 22;

    private readonly Lock _gate = new();
    private volatile WorkSpaceFragment?[] _places = new WorkSpaceFragment?[FewestPlaces];

    /// <summary>Since the places were made.</summary>
    private int _added;

    /// <summary>Those of the ids, in their order; null: not found.</summary>
    public WorkSpaceFragment?[] Find(IReadOnlyList<string> ids)
    {
        var (places, keys, found) = (_places, new FragmentKey[ids.Count], new WorkSpaceFragment?[ids.Count]);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = FragmentKey.Of(ids[i]);
        for (var i = 0; i < keys.Length; i++)
            found[i] = places[PlaceOf(keys[i], places.Length)];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!Is(found[i], keys[i]))
                found[i] = places[OtherPlaceOf(keys[i], places.Length)] is { } other && Is(other, keys[i]) ? other : null;
        }

        return found;
    }

    public void Add(WorkSpaceFragment fragment)
    {
        if (fragment.Key.IsNone)
            return;
        lock (_gate)
        {
            if (++_added > _places.Length / 8)
                Renew();
            Put(_places, fragment);
        }
    }

    private static bool Is(WorkSpaceFragment? fragment, FragmentKey key) => fragment is not null && fragment.Key == key && !fragment.IsRetired;

    private static int PlaceOf(FragmentKey key, int places) => key.GetHashCode() & (places - 1);

    /// <summary>Its neighbour, which comes from memory with it.</summary>
    private static int OtherPlaceOf(FragmentKey key, int places) => PlaceOf(key, places) ^ 1;

    private static void Put(WorkSpaceFragment?[] places, WorkSpaceFragment fragment)
    {
        var (first, second) = (PlaceOf(fragment.Key, places.Length), OtherPlaceOf(fragment.Key, places.Length));
        places[IsFree(places[first], fragment) || !IsFree(places[second], fragment) ? first : second] = fragment;
    }

    private static bool IsFree(WorkSpaceFragment? place, WorkSpaceFragment fragment) => place is null || place.IsRetired || place.Key == fragment.Key;

    /// <summary>Those that are retired are left behind, and the others get more room when they are many.</summary>
    private void Renew()
    {
        var current = _places.OfType<WorkSpaceFragment>().Where(fragment => !fragment.IsRetired).ToList();
        var isCrowded = current.Count > _places.Length / 16 && _places.Length < MaxPlaces;
        var places = new WorkSpaceFragment?[isCrowded ? _places.Length * 2 : _places.Length];
        foreach (var fragment in current)
            Put(places, fragment);
        (_places, _added) = (places, 0);
    }
}
