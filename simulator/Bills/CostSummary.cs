using System.Collections.Immutable;

namespace DeskFleet.Simulator.Bills;

/// <summary>What a run came to in money, in US dollars: every month that it touched, as far as it went.</summary>
/// <param name="Total">The sum of the months; null: something in them has no price.</param>
/// <param name="Groups">In the scenario's order; over all months together.</param>
public sealed record CostSummary(string Currency, decimal? Total, ImmutableArray<MonthCost> Months, ImmutableArray<GroupCost> Groups)
{
    public const string UsDollar = "USD";

    /// <summary>How a figure is shown that has no price.</summary>
    public const string NotPriced = "not priced";

    /// <summary>How the groups' figures of both modes were projected to a month; null: they are what the months cost.</summary>
    public Projection? Projection { get; init; }
}

/// <summary>The bill of one calendar month in UTC.</summary>
/// <param name="Month">Such as <c>2026-03</c>.</param>
/// <param name="IsFinal">The run reached the month's end; otherwise this is what has come together so far.</param>
/// <param name="BilledHours">Started hours under hourly pricing (BIL-08).</param>
/// <param name="UnpricedLines">Lines for which the price book has no price; they need an arrangement (BIL-23).</param>
/// <remarks>An amount is null where a line of it has no price: nobody knows what it comes to.</remarks>
public sealed record MonthCost(
    string Month,
    bool IsFinal,
    decimal? Total,
    decimal? AutoStopBase,
    long BilledHours,
    decimal? Hours,
    decimal? AlwaysOnMonth,
    decimal? PlusMonth,
    decimal? CommitmentShortfall,
    int UnpricedLines);

/// <summary>One group of users: what it cost, what it would have cost in either mode, and where they break even.</summary>
/// <param name="Mode">The running mode of its desktops at the end; <c>mixed</c> where they differ.</param>
/// <param name="WorkSpaces">Desktops with something on the bill.</param>
/// <param name="Sessions">Sessions opened.</param>
/// <param name="BilledHours">Started hours that were billed.</param>
/// <param name="Total">What it cost; null: something has no price.</param>
/// <param name="AsAutoStop">What the same sessions cost with AutoStop all the time; of a run that is not whole months, projected to a month. Null: no price.</param>
/// <param name="AsAlwaysOn">The same with AlwaysOn all the time; null: the price is by arrangement.</param>
/// <param name="BreakEvenHours">Billed hours a desktop and month from which AlwaysOn is cheaper; null: no price.</param>
/// <param name="HoursASession">Hours that a session bills under AutoStop, countdowns and roundings counted in; null: no session.</param>
/// <param name="BreakEvenSessions">Sessions a desktop and month from which AlwaysOn is cheaper, at this group's hours a session.</param>
public sealed record GroupCost(
    string Group,
    string Mode,
    int WorkSpaces,
    long Sessions,
    long BilledHours,
    decimal? Total,
    decimal? AsAutoStop,
    decimal? AsAlwaysOn,
    decimal? BreakEvenHours,
    decimal? HoursASession,
    decimal? BreakEvenSessions)
{
    /// <summary>The mode in which the group is cheaper; null: equally dear, or one of them has no price.</summary>
    public string? Cheaper => AsAutoStop < AsAlwaysOn ? "AutoStop" : AsAlwaysOn < AsAutoStop ? "AlwaysOn" : null;

    /// <summary>By how much, over the same time as the two; null without a cheaper one.</summary>
    public decimal? CheaperBy => Cheaper is null ? null : Math.Abs(AsAutoStop!.Value - AsAlwaysOn!.Value);
}
