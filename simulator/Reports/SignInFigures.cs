namespace DeskFleet.Simulator.Reports;

/// <summary>Sign-ins: one for each session that people came for, and those that were tried again.</summary>
/// <param name="All">Each of them opened a session, was refused, was given up, or still waits.</param>
/// <param name="Retried">For a session that had been refused before.</param>
/// <param name="Refused">Sent away, at once or after having waited.</param>
/// <param name="StillWaiting">At the end of the run.</param>
/// <param name="CutOff">Sessions that the fleet ended under their user.</param>
/// <param name="CameBack">Of those, the people who opened another one afterwards.</param>
public sealed record SignInFigures(long All, long Retried, long Refused, long StillWaiting, long CutOff, long CameBack)
{
    private const string Connect = "connect: ";

    public static SignInFigures Of(FleetObserver fleet) => new(
        fleet.SignIns,
        fleet.Retries,
        fleet.RefusalsByReason.Where(reason => reason.Key.StartsWith(Connect, StringComparison.Ordinal)).Sum(reason => reason.Value),
        fleet.Waiting.Value,
        fleet.SessionsCutOff,
        fleet.CameBack);
}
