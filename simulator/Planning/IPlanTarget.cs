using System.Globalization;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>Something that must hold for a number of hosts to be enough.</summary>
public interface IPlanTarget
{
    /// <summary>In words, such as <c>resume wait p99 &lt;= 120 s</c>. Stored results are only used again under the same words.</summary>
    string Text { get; }

    /// <summary>Whether it holds at the end of a run.</summary>
    bool Holds(PlanFigures figures);

    /// <summary>Whether nothing that may yet happen in the run can save it.</summary>
    /// <param name="mostWaits">No run of the scenario has more waits than this.</param>
    bool IsLost(PlanFigures figures, long mostWaits);
}

/// <summary>At most so many refusals for want of room; with a quota that refuses, none holds.</summary>
/// <param name="Most">From 0.</param>
public sealed record RefusalTarget(long Most) : IPlanTarget
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"refused for capacity <= {Most}");

    public bool Holds(PlanFigures figures) => figures.OverQuota == 0 && figures.Refused <= Most;

    public bool IsLost(PlanFigures figures, long mostWaits) => !Holds(figures);
}

/// <summary>99 % of those who wait for their desktop wait at most so long.</summary>
/// <param name="Most">Above zero.</param>
public sealed record WaitTarget(Duration Most) : IPlanTarget
{
    /// <summary>One in a hundred may wait longer.</summary>
    public const int OneIn = 100;

    public string Text => string.Create(CultureInfo.InvariantCulture, $"resume wait p99 <= {Most.TotalSeconds:0} s");

    public bool Holds(PlanFigures figures) => (figures.Waits.Percentile(0.99) ?? 0) <= Most.TotalSeconds;

    public bool IsLost(PlanFigures figures, long mostWaits) => figures.LongWaits > mostWaits / OneIn;
}
