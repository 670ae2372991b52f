namespace DeskFleet.Silo.Api.Limits;

/// <summary>So many places at a time, of which nobody takes more than a share. Thread-safe.</summary>
/// <param name="all">Places; 1 or more.</param>
/// <param name="ofOne">The most that one takes; 1 or more.</param>
internal sealed class Shares<TKey>(int all, int ofOne)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _taken = [];
    private int _all;

    /// <summary>Takes a place; false: there is none, or he has his share.</summary>
    public bool TryEnter(TKey key)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(key);
            if (_all >= all || taken >= ofOne)
                return false;
            (_taken[key], _all) = (taken + 1, _all + 1);
            return true;
        }
    }

    /// <summary>Gives a place back that was taken.</summary>
    public void Leave(TKey key)
    {
        lock (_gate)
        {
            _all--;
            if (_taken[key] == 1)
                _taken.Remove(key);
            else
                _taken[key]--;
        }
    }
}
