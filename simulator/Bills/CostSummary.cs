using System.Collections.Immutable;

namespace DeskFleet.Simulator.Bills;

/// <summary>What a run came to in money, in US dollars: every month that it touched, as far as it went.</summary>
/// <param name="Total">The sum of the months.</param>
/// <param name="Groups">In the scenario's order; over all months together.</param>
public sealed record CostSummary(string Currency, decimal Total, ImmutableArray<MonthCost> Months, ImmutableArray<GroupCost> Groups)
{
    public const string UsDollar = "USD";
}

/// <summary>The bill of one calendar month in UTC.</summary>
/// <param name="Month">Such as <c>2026-03</c>.</param>
/// <param name="IsFinal">The run reached the month's end; otherwise this is what has come together so far.</param>
/// <param name="BilledHours">Started hours under hourly pricing (BIL-08).</param>
/// <param name="UnpricedLines">Lines for which the price book has no price: they count as 0 and need an arrangement (BIL-23).</param>
public sealed record MonthCost(
    string Month,
    bool IsFinal,
    decimal Total,
    decimal AutoStopBase,
    long BilledHours,
    decimal Hours,
    decimal AlwaysOnMonth,
    decimal PlusMonth,
    decimal CommitmentShortfall,
    int UnpricedLines);

/// <summary>One group of users: what it cost, what it would have cost in either mode, and where they break even.</summary>
/// <param name="Mode">The running mode of its desktops at the end; <c>mixed</c> where they differ.</param>
/// <param name="WorkSpaces">Desktops with something on the bill.</param>
/// <param name="Sessions">Sessions opened.</param>
/// <param name="BilledHours">Started hours that were billed.</param>
/// <param name="Total">What it cost.</param>
/// <param name="AsAutoStop">What the same sessions cost with AutoStop all the time.</param>
/// <param name="AsAlwaysOn">What they cost with AlwaysOn all the time; null: the price is by arrangement.</param>
/// <param name="BreakEvenHours">Billed hours a desktop and month from which AlwaysOn is cheaper; null: no price.</param>
/// <param name="HoursASession">Hours that a session bills under AutoStop, countdowns and roundings counted in; null: no session.</param>
/// <param name="BreakEvenSessions">Sessions a desktop and month from which AlwaysOn is cheaper, at this group's hours a session.</param>
public sealed record GroupCost(
    string Group,
    string Mode,
    int WorkSpaces,
    long Sessions,
    long BilledHours,
    decimal Total,
    decimal AsAutoStop,
    decimal? AsAlwaysOn,
    decimal? BreakEvenHours,
    decimal? HoursASession,
    decimal? BreakEvenSessions);
