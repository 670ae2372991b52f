using System.Globalization;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Lets so many writes of records through and refuses all further ones, in the database itself.</summary>
internal sealed class WriteGate(StoreKind kind, FleetDatabase database)
{
    public async Task Build()
    {
        await database.Execute("CREATE TABLE test_gate (seen integer NOT NULL, most integer NOT NULL)");
        await database.Execute($"INSERT INTO test_gate VALUES (0, {int.MaxValue})");
        if (kind == StoreKind.Sqlite)
        {
            await database.Execute("""
                CREATE TRIGGER test_gate BEFORE INSERT ON fleet_record
                BEGIN
                    UPDATE test_gate SET seen = seen + 1;
                    SELECT RAISE(ABORT, 'The gate is closed.') FROM test_gate WHERE seen > most;
                END
                """);
            return;
        }

        await database.Execute("""
            CREATE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE test_gate SET seen = seen + 1;
                IF (SELECT seen > most FROM test_gate) THEN RAISE EXCEPTION 'The gate is closed.'; END IF;
                RETURN NEW;
            END $$
            """);
        await database.Execute("CREATE TRIGGER test_gate BEFORE INSERT OR UPDATE ON fleet_record FOR EACH ROW EXECUTE FUNCTION test_gate()");
    }

    /// <summary>From now on so many more.</summary>
    public Task Close(int after) => database.Execute(string.Create(CultureInfo.InvariantCulture, $"UPDATE test_gate SET seen = 0, most = {after}"));

    public Task Open() => Close(int.MaxValue);
}
