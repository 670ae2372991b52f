using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>The calls of one question that have no answer yet, each by another route as far as there are any. What becomes of them says which routes answer.</summary>
/// <param name="ask">One call.</param>
/// <param name="settle">The same as <see cref="LastWord"/>; null: it is no operation.</param>
internal sealed class OpenCalls<T>(Func<Route, Task<T>> ask, Func<Route, Task<T>>? settle, FleetRoutes routes, TimeProvider time)
{
    private readonly List<Route> _taken = [];
    private readonly List<Sent> _open = [];
    private Func<Route, Task<T>>? _settle = settle;

    public int Made => _taken.Count;

    public bool AreOpen => _open.Count > 0;

    /// <summary>Whether a refusal can be made to hold: this is an operation, of an entity of which something is stored, and the silos know how.</summary>
    public bool CanSettle => _settle is not null;

    public void Ask() => Send(ask, isLastWord: false);

    public void Settle() => Send(_settle!, isLastWord: true);

    /// <summary>Null: none did within this time.</summary>
    public async Task<Ended?> FirstToEnd(TimeSpan within, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(within, ended.Token);
        var first = await Task.WhenAny([.. _open.Select(one => one.Call), pause]);
        cancellation.ThrowIfCancellationRequested();
        await ended.CancelAsync();
        return first == pause ? null : Close(_open.FindIndex(one => one.Call == first));
    }

    private void Send(Func<Route, Task<T>> call, bool isLastWord)
    {
        var route = routes.Next(_taken);
        _taken.Add(route);
        _open.Add(new(call(route), route, time.GetTimestamp(), isLastWord));
    }

    private Ended Close(int at)
    {
        var sent = _open[at];
        Learn(sent, _open[..at]);
        _open.RemoveAt(at);
        var isAnswered = sent.Call.IsCompletedSuccessfully;
        if (isAnswered && sent.Call.Result is Settled settled)
            return new(Task.FromResult((T)(object)settled.Refusal), IsFinal: true);
        // A silo of before does not know what a last word is, and of what is not stored nobody gives one.
        var isInVain = sent.IsLastWord && (isAnswered ? sent.Call.Result is Refused : !RepeatedCall.Passes(sent.Call));
        if (isInVain)
            _settle = null;
        return new(isInVain && !isAnswered ? null : sent.Call, IsFinal: isAnswered && sent.Call.Result is not Refused);
    }

    /// <summary>Whoever is overtaken by a later call is slower than one has to be, whatever the reason.</summary>
    private void Learn(Sent ended, IReadOnlyList<Sent> overtaken)
    {
        if (RepeatedCall.Passes(ended.Call))
            routes.Suspect(ended.By);
        else
            routes.Answered(ended.By, ended.At);
        if (!ended.Call.IsCompletedSuccessfully)
            return;
        foreach (var late in overtaken.Where(one => one.By != ended.By))
            routes.Suspect(late.By);
    }

    /// <param name="Call">What came of it; null: nothing that anybody could use.</param>
    /// <param name="IsFinal">It is an answer, whatever becomes of the others.</param>
    public sealed record Ended(Task<T>? Call, bool IsFinal);

    private sealed record Sent(Task<T> Call, Route By, long At, bool IsLastWord);
}
