using System.Diagnostics;

namespace DeskFleet.Contracts;

/// <summary>
/// The trace that a call belongs to, as W3C's <c>traceparent</c> in Orleans' request context: under the key that Orleans' own propagation uses, so
/// a backend that traces with either is understood. Calls of the runtime are no spans of their own: a trace shows the fleet, not its plumbing.
/// </summary>
public static class TraceParent
{
    private const string Key = "traceparent";

    /// <summary>The trace of the call that is being answered; null where nobody traces.</summary>
    public static string? Received => RequestContext.Get(Key) as string;

    /// <summary>Calls from here on belong to the activity that is under way, if there is one. It holds until the async method that calls this returns.</summary>
    public static void Send()
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            RequestContext.Set(Key, activity.Id!);
    }

    /// <summary>Calls from here on belong to this trace; null: to none.</summary>
    public static void Send(string? traceParent)
    {
        if (traceParent is not null)
            RequestContext.Set(Key, traceParent);
        else if (RequestContext.Get(Key) is not null)
            RequestContext.Remove(Key);
    }
}
