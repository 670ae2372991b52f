using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Contracts.Billing;

/// <summary>
/// Makes bills from what a record remembers, which is this month and the one before: <see cref="StatementRead"/>, or the refusal of a month
/// that is not known.
/// </summary>
public static class Bills
{
    /// <summary>Of one WorkSpace, and by the values of a tag if one is named (TAG-03).</summary>
    public static Reply Of(WorkSpaceState state, BillingMonth month, string? tag, Instant now, Biller biller)
    {
        if (state.Identity is null)
            return new Refused(RefusalCode.ResourceNotFound, $"There is no WorkSpace {state.Id}.");
        DesktopUsage usage = new(state.Id, state.Identity, state.Usage);
        return Unknown(month, now, $"{state.Id}") is { } refused ? refused : Read(biller.Bill(month, [usage], now));

        StatementRead Read(Statement bill) => new(state.Identity.Account, bill) { Tags = tag is null ? null : CostAllocation.ByTag(bill, [usage], tag) };
    }

    /// <summary>Of one directory: what it costs without WorkSpaces (DIR-16).</summary>
    public static Reply Of(DirectoryState state, BillingMonth month, Instant now, Biller biller) =>
        state.Usage.Account is not { } account ? new Refused(RefusalCode.ResourceNotFound, $"There is no directory {state.Id}.")
        : Unknown(month, now, $"{state.Id}") is { } refused ? refused
        : new StatementRead(account, biller.Bill(month, state.Id, state.Usage, now));

    /// <summary>Of one account: its packages, and the seats that are missing from its commitment where that is charged (WAM-14, BIL-24).</summary>
    public static Reply Of(AccountState state, BillingMonth month, Instant now, Biller biller)
    {
        var account = AccountId.Parse(state.Key);
        return Unknown(month, now, state.Key) is { } refused ? refused : new StatementRead(account, WithShortfall(biller.Bill(month, account, state.Packages, now)));

        Statement WithShortfall(Statement bill) => CommitmentMonth.In(month, state.SeatBook.Ledger, now, state.Commitment) is { IsFinal: true } standing
            ? biller.WithShortfall(bill, account.Region, standing.Shortfall)
            : bill;
    }

    private static Refused? Unknown(BillingMonth month, Instant now, string whose)
    {
        var (current, before) = (BillingMonth.Of(now), BillingMonth.Of(now).Previous);
        return month == current || month == before
            ? null
            : new(RefusalCode.InvalidParameter, $"{whose} knows its bills of {before} and {current}; other months are made from the event log.");
    }
}
