namespace DeskFleet.Simulator.Reports;

/// <summary>Sign-ins that did not open a session, and those that repeat an earlier one.</summary>
/// <param name="Refused">Sent away, at once or after having waited.</param>
/// <param name="StillWaiting">At the end of the run.</param>
/// <param name="CutOff">Sessions that the fleet ended under their user.</param>
/// <param name="Again">Sign-ins of people who had been cut off or refused in the same session.</param>
public sealed record SignInFigures(long Refused, long StillWaiting, long CutOff, long Again)
{
    private const string Connect = "connect: ";

    public static SignInFigures Of(FleetObserver fleet) => new(
        fleet.RefusalsByReason.Where(reason => reason.Key.StartsWith(Connect, StringComparison.Ordinal)).Sum(reason => reason.Value),
        fleet.Waiting.Value,
        fleet.SessionsCutOff,
        fleet.SignedInAgain);
}
