using DeskFleet.Contracts;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>
/// Stores the time of a clock that is not the machine's, so that a restart goes on from it although nothing happened since: at the start and the
/// end, every <see cref="Period"/>, and before somebody is told that the clock was moved. A kill takes back what went by since then, and nothing
/// that was answered.
/// Thread-safe.
/// </summary>
public sealed partial class ClockKeeper(
    FleetDatabase database, MovableClock clock, LoopBook loops, TimeProvider time, ILogger<ClockKeeper> logger)
    : SiloLoop(loops.Clock, ServiceLifecycleStage.Active, ClockKeeper.Period, time)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly (string, object) Name = ("name", "clock");

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>The time that was stored last; null: none was.</summary>
    public static async Task<Instant?> Stored(FleetDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        var position = new SqlScripts(database.Dialect)["Views/Position"];
        await using var command = connection.Command(null, position, ("service", FleetClientOptions.ServiceId), Name);
        return await command.ExecuteScalarAsync(cancellation) is long ticks and > 0 ? Instant.FromUnixTimeTicks(ticks) : null;
    }

    /// <summary>The clock shows or will show this; an earlier time than is stored changes nothing.</summary>
    public async Task Keep(Instant shown, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        await session.Execute("Views/Create", cancellation, Name);
        await session.Execute("Views/Raise", cancellation, Name, ("position", shown.ToUnixTimeTicks()));
        await session.Commit(cancellation);
    }

    protected override async Task Pass(CancellationToken cancellation)
    {
        await Keep(clock.Now, cancellation);
        Watch.Complete();
    }

    protected override Task Ended() => Keep(clock.Now, CancellationToken.None);

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    [LoggerMessage(LogLevel.Warning, "The fleet's time could not be stored; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
