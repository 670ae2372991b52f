using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;

namespace DeskFleet.Grains.Telemetry;

/// <summary>What a client measures of one session.</summary>
/// <param name="Launch">Seconds from the sign-in to the first picture, beyond any wait for the desktop to start; null: it had to start, or was told before.</param>
/// <param name="RoundTrip">Seconds between a key and its picture.</param>
public readonly record struct ClientMeasurement(double? Launch, double RoundTrip);

/// <summary>The port to clients that report nothing by themselves.</summary>
public interface IClientMeasurements
{
    /// <summary>What the client of a session that has just opened measured; null: it will report that itself.</summary>
    ClientMeasurement? Of(SessionId session);
}

/// <summary>Clients report what they measure, as <see cref="Core.WorkSpaces.ReportMeasured"/>.</summary>
public sealed class ReportingClients : IClientMeasurements
{
    public ClientMeasurement? Of(SessionId session) => null;
}

/// <summary>
/// Stands in for clients as the stand-in driver does for machines: a launch takes 2 to 7 s, one in 40 up to 14 s; a round trip 20 to 120 ms, one in
/// 200 up to 400 ms. Drawn from (seed, session), so the same run always measures the same.
/// </summary>
public sealed class ClientStandIn(Chance chance) : IClientMeasurements
{
    private const double SlowLaunches = 1 / 40.0;
    private const double SlowRoundTrips = 1 / 200.0;

    public ClientMeasurement? Of(SessionId session)
    {
        var draws = chance.Of(session.Value);
        var launch = draws.Uniform(0, "launch-slow") < SlowLaunches ? (7, 14) : (2, 7);
        var roundTrip = draws.Uniform(0, "round-trip-slow") < SlowRoundTrips ? (0.120, 0.400) : (0.020, 0.120);
        return new(Between(launch, draws.Uniform(0, "launch")), Between(roundTrip, draws.Uniform(0, "round-trip")));
    }

    private static double Between((double From, double To) range, double luck) => range.From + (luck * (range.To - range.From));
}
