using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using static DeskFleet.Grains.Telemetry.InstrumentCatalogue;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Counts sign-ins, their ends and what clients measure: by directory in the instruments, by WorkSpace in the book (MON-01). Thread-safe.</summary>
/// <param name="book">Null: nobody asks by WorkSpace.</param>
internal sealed class SignInProjection(FleetInstruments instruments, IClientMeasurements clients, SignInBook? book)
{
    /// <summary>A directory's counters begin at zero.</summary>
    public void Begin(DirectoryId directory)
    {
        foreach (var counter in new[] { ConnectionAttempts, ConnectionSuccesses, ConnectionsAbandoned })
            instruments.Add(counter, 0, directory.Value);
        foreach (var code in FailureCodes.OfConnections)
            instruments.Add(ConnectionFailures, 0, directory.Value, code.ToString());
        foreach (var reason in DisconnectReasons.All)
            instruments.Add(Disconnects, 0, directory.Value, reason);
    }

    /// <param name="desktop">The WorkSpace as it was; null: there is none.</param>
    public void Attempted(WorkSpaceState? desktop)
    {
        instruments.Add(ConnectionAttempts, 1, DirectoryOf(desktop));
        Note(desktop, static figures => figures with { Attempts = figures.Attempts + 1 });
    }

    /// <summary>A session is open.</summary>
    /// <param name="hadToStart">The desktop had to start first: then the time to the first picture is no launch of a session (RUN-09).</param>
    public void Opened(WorkSpaceState desktop, SessionId session, bool hadToStart)
    {
        instruments.Add(ConnectionSuccesses, 1, DirectoryOf(desktop));
        Note(desktop, static figures => figures with { Successes = figures.Successes + 1 });
        if (clients.Of(session) is { } measured)
            Measured(desktop, hadToStart ? measured with { Launch = null } : measured);
    }

    /// <summary>A client has measured its session.</summary>
    public void Measured(WorkSpaceState desktop, ClientMeasurement measured)
    {
        if (measured.Launch is { } launch)
            instruments.Record(SessionLaunch, launch, DirectoryOf(desktop));
        instruments.Record(RoundTrip, measured.RoundTrip, DirectoryOf(desktop));
        Note(desktop, figures => figures with { Launch = measured.Launch ?? figures.Launch, RoundTrip = measured.RoundTrip });
    }

    public void Failed(WorkSpaceState? desktop, RefusalCode code)
    {
        instruments.Add(ConnectionFailures, 1, DirectoryOf(desktop), code.ToString());
        Note(desktop, static figures => figures with { Failures = figures.Failures + 1 });
    }

    /// <summary>The user gave up.</summary>
    public void Abandoned(WorkSpaceState desktop) => instruments.Add(ConnectionsAbandoned, 1, DirectoryOf(desktop));

    public void Closed(WorkSpaceState desktop, SessionInterruption? cause)
    {
        instruments.Add(Disconnects, 1, DirectoryOf(desktop), DisconnectReasons.Of(cause));
        Note(desktop, static figures => figures with { Disconnects = figures.Disconnects + 1 });
    }

    private static string? DirectoryOf(WorkSpaceState? desktop) => desktop?.Identity?.Directory.Value;

    private void Note(WorkSpaceState? desktop, Func<SignInCounts, SignInCounts> change)
    {
        if (desktop is { Identity: not null })
            book?.Change(desktop.Id, change);
    }
}
