using System.Net;

namespace DeskFleet.Silo.Api.Limits;

/// <summary>
/// Who sends a body that is not all there yet. He has proven nothing so far, so he takes no place of the API's, but one of these: an address has a
/// share, and where there is no place whoever has sent longest makes room. So whoever sends at once gets through, however many others dawdle. Thread-safe.
/// </summary>
/// <param name="all">Places.</param>
/// <param name="ofOneAddress">The most that one address takes.</param>
internal sealed class BodyReaders(int all, int ofOneAddress, TimeProvider time) : IDisposable
{
    /// <summary>The most that sending a body may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    /// <summary>In the order of coming.</summary>
    private readonly LinkedList<Reader> _readers = [];
    private readonly Dictionary<IPAddress, LinkedList<Reader>> _ofAddress = [];
    private ITimer? _clock;

    /// <summary>Those who are sending now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _readers.Count;
        }
    }

    /// <summary>Takes a place; to be disposed when the body is there or given up.</summary>
    /// <param name="evict">Ends the reading; called at most once, from any thread.</param>
    public IDisposable Enter(IPAddress address, Action evict)
    {
        Reader? oldest = null;
        Reader reader;
        lock (_gate)
        {
            _clock ??= time.CreateTimer(_ => EvictOverdue(), null, Look, Look);
            if (_ofAddress.TryGetValue(address, out var same) && same.Count >= ofOneAddress)
                Remove(oldest = same.First!.Value);
            else if (_readers.Count >= all)
                Remove(oldest = _readers.First!.Value);
            reader = new(this, address, evict, time.GetTimestamp());
            Add(reader);
        }

        oldest?.Evict();
        return reader;
    }

    public void Dispose() => _clock?.Dispose();

    private void EvictOverdue()
    {
        while (Overdue() is { } reader)
            reader.Evict();
    }

    private Reader? Overdue()
    {
        lock (_gate)
        {
            if (_readers.First?.Value is not { } oldest || time.GetElapsedTime(oldest.Since) < Longest)
                return null;
            Remove(oldest);
            return oldest;
        }
    }

    private void Add(Reader reader)
    {
        if (!_ofAddress.TryGetValue(reader.Address, out var same))
            _ofAddress.Add(reader.Address, same = []);
        (reader.InAll, reader.InSame) = (_readers.AddLast(reader), same.AddLast(reader));
    }

    private void Remove(Reader reader)
    {
        if (reader.InAll is null)
            return;
        _readers.Remove(reader.InAll);
        var same = _ofAddress[reader.Address];
        same.Remove(reader.InSame!);
        if (same.Count == 0)
            _ofAddress.Remove(reader.Address);
        reader.InAll = null;
    }

    private sealed class Reader(BodyReaders readers, IPAddress address, Action evict, long since) : IDisposable
    {
        public IPAddress Address { get; } = address;

        public long Since { get; } = since;

        /// <summary>Null: it has no place any more.</summary>
        public LinkedListNode<Reader>? InAll { get; set; }

        public LinkedListNode<Reader>? InSame { get; set; }

        public void Evict() => evict();

        public void Dispose()
        {
            lock (readers._gate)
                readers.Remove(this);
        }
    }
}
