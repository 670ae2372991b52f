using System.Collections.Concurrent;

namespace DeskFleet.Silo.Loops;

/// <summary>The loops of this silo, so that each tells the same of itself: to logs, instruments and the operator's page. Thread-safe.</summary>
public sealed partial class LoopBook(TimeProvider time, ILogger<LoopBook> logger)
{
    /// <summary>The auditor without its pages: each of these adds to its term.</summary>
    public static readonly TimeSpan AuditTerm = TimeSpan.FromMinutes(30);

    /// <summary>Loops that go round within seconds.</summary>
    public static readonly TimeSpan QuickTerm = TimeSpan.FromMinutes(2);

    /// <summary>Loops that go round every hour.</summary>
    public static readonly TimeSpan HourlyTerm = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, LoopWatch> _loops = new(StringComparer.Ordinal);

    public LoopWatch Auditor => Of("auditor", AuditTerm);

    public LoopWatch Alarms => Of("alarms", QuickTerm);

    public LoopWatch View => Of("view", QuickTerm);

    public LoopWatch Census => Of("census", QuickTerm);

    public LoopWatch Retention => Of("retention", HourlyTerm);

    public LoopWatch Announcer => Of("announcer", HourlyTerm);

    public LoopWatch JournalTail => Of("journal_tail", QuickTerm);

    public LoopWatch WakeScan => Of("wake_scan", QuickTerm);

    public LoopWatch Overdue => Of("overdue", QuickTerm);

    public LoopWatch Cluster => Of("cluster", QuickTerm);

    public LoopWatch Clock => Of("clock", QuickTerm);

    /// <summary>All that run here, by name.</summary>
    public IEnumerable<LoopWatch> All => _loops.Values.OrderBy(loop => loop.Name, StringComparer.Ordinal);

    private LoopWatch Of(string name, TimeSpan term) => _loops.GetOrAdd(name, _ => new(name, term, time, (loop, record) => LogSkipped(logger, loop.Name, record.Name, record.Obstacle)));

    [LoggerMessage(LogLevel.Error, "The loop {Loop} passes over {Record} and goes on: {Obstacle}")]
    private static partial void LogSkipped(ILogger logger, string loop, string record, string obstacle);
}
