using DeskFleet.Core.Commitment;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>How a fleet brings its own licences, which its dedicated directories need (BYO-04).</summary>
/// <param name="Begins">When onboarding begins; null: before the first launch.</param>
/// <param name="Activates">When launches are opened, if hosts and quota are there; null: as soon as onboarding begins.</param>
/// <param name="Expires">When the licence agreement ends; null: with the run.</param>
/// <param name="HasSoftwareAssurance">Without it enrolment is refused (BYO-02); default true.</param>
/// <param name="Terms">The committed seats, 200 or the quota where that is smaller, and how they are counted.</param>
public sealed record EnrolmentSpec(Instant? Begins, Instant? Activates, Instant? Expires, bool HasSoftwareAssurance, CommitmentTerms Terms)
{
    /// <summary>What a fleet that says nothing has.</summary>
    public static EnrolmentSpec For(int quota) =>
        new(null, null, null, true, CommitmentTerms.Usual with { Seats = Math.Min(quota, CommitmentTerms.UsualSeats) });
}
