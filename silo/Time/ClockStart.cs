using DeskFleet.Silo.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Time;

/// <summary>
/// A clock that is not the machine's goes on from the fleet's own last time, as it was stored and as the journal tells it: what was to come is
/// still to come after a restart, and nothing is written before what is there.
/// </summary>
public static class ClockStart
{
    private const string Newest = "SELECT max(at) FROM (SELECT at FROM fleet_journal ORDER BY position DESC LIMIT 1000) AS newest";

    /// <summary>The profile, further ahead where the fleet's last time is later than its start would be.</summary>
    /// <param name="database">Null: nothing is kept.</param>
    public static async Task<TimeProfile> Continue(TimeProfile profile, FleetDatabase? database, Instant now, CancellationToken cancellation)
    {
        if (!profile.IsMovable || database is null)
            return profile;
        var last = Later(await NewestLine(database, cancellation), await ClockKeeper.Stored(database, cancellation));
        return last is null ? profile : profile with { Ahead = Duration.Max(profile.Ahead, last.Value - now) };
    }

    private static async Task<Instant?> NewestLine(FleetDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, Newest);
        return await command.ExecuteScalarAsync(cancellation) switch
        {
            DateTime at => Instant.FromDateTimeUtc(at),
            string at => InstantPattern.ExtendedIso.Parse(at).Value,
            _ => null,
        };
    }

    private static Instant? Later(Instant? a, Instant? b) => a is null || b > a ? b : a;
}
