using System.Diagnostics.Tracing;
using System.Collections.Concurrent;
internal sealed class Ticks : EventListener
{
    public static readonly ConcurrentDictionary<string, long> Types = new();
    protected override void OnEventSourceCreated(EventSource s) { if (s.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(s, EventLevel.Verbose, (EventKeywords)1); }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName is { } n && n.StartsWith("GCAllocationTick"))
            Types.AddOrUpdate((string)e.Payload![5]!, (long)(ulong)e.Payload[3]!, (_, b) => b + (long)(ulong)e.Payload[3]!);
    }
}
