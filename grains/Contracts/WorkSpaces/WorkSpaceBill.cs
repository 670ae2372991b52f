using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Contracts.WorkSpaces;

/// <summary>Makes the bill of one WorkSpace from what its record remembers.</summary>
public static class WorkSpaceBill
{
    /// <summary><see cref="StatementRead"/>, or the refusal of a month that is not known.</summary>
    public static Reply Of(WorkSpaceState state, BillingMonth month, Instant now, Biller biller)
    {
        if (state.Identity is null)
            return new Refused(RefusalCode.ResourceNotFound, $"There is no WorkSpace {state.Id}.");
        var (current, before) = (BillingMonth.Of(now), BillingMonth.Of(now).Previous);
        return month == current || month == before
            ? new StatementRead(state.Identity.Account, biller.Bill(month, [new(state.Id, state.Identity, state.Usage)], now))
            : new Refused(RefusalCode.InvalidParameter, $"{state.Id} knows its bills of {before} and {current}; other months are made from the event log.");
    }
}
