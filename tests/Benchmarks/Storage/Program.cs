using System.Globalization;
using DeskFleet.Benchmarks.Storage;
using DeskFleet.Benchmarks.Storage.Wakes;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

if (args is not ([_, _] or [_, _, "view" or "operations"] or [_, _, "wakes", _]))
{
    Console.Error.WriteLine("""
        How many records a second a database takes, through the grains' storage and bare.
          sqlite FOLDER          into a new folder
          postgres CONNECTION    into a database that is made
        With a word behind it:
          view         what a page of the view costs among a thousand WorkSpaces and among a million
          operations   sign-ins and sign-outs a second, and what each writes, beside the bare database
          wakes N      N armed deadlines: the wake index and Orleans reminders, one after the other
        """);
    return 2;
}

var kind = args[0] == "postgres" ? StoreKind.Postgres : StoreKind.Sqlite;
await using FleetDatabase database = kind == StoreKind.Postgres ? new PostgresDatabase(args[1]) : new SqliteDatabase(args[1]);
await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.FromSeconds(10), default);
await (args.ElementAtOrDefault(2) switch
{
    "view" => View(),
    "operations" => Operations(),
    "wakes" => Wakes(int.Parse(args[3], CultureInfo.InvariantCulture)),
    _ => Writes(),
});
return 0;

async Task View()
{
    using var view = new ViewRun(database);
    foreach (var size in ViewRun.Sizes)
    {
        await view.Fill(size);
        foreach (var (name, filter) in ViewRun.Filters)
            Console.WriteLine($"{database.Dialect}, {size,9:n0} WorkSpaces, by {name,-16} {await view.Milliseconds(filter, size),6:0.00} ms");
    }
}

async Task Operations()
{
    var measured = new List<(int Callers, double ASecond, double WritesEach)>();
    await using (var run = await OperationRun.Prepare(database, kind))
    {
        foreach (var callers in new[] { 1, 8, 32 })
        {
            var (aSecond, writesEach) = await run.Measure(callers);
            measured.Add((callers, aSecond, writesEach));
        }
    }

    await using var bare = await WriteRun.Prepare(database, kind);
    Console.WriteLine($"| callers | operations/s, {database.Dialect} | writes an operation | bare writes/s |\n|---:|---:|---:|---:|");
    foreach (var (callers, aSecond, writesEach) in measured)
        Console.WriteLine(FormattableString.Invariant($"| {callers} | {aSecond:0} | {writesEach:0.00} | {await bare.Bare(callers):0} |"));
}

async Task Wakes(int deadlines)
{
    Console.WriteLine(WakeComparison.Head);
    var comparison = new WakeComparison(deadlines);
    Console.WriteLine(await comparison.Row(database.Dialect, new IndexWakes(database, kind, deadlines)));
    await Empty();
    var connection = kind == StoreKind.Postgres ? args[1] : $"Data Source={Path.Combine(args[1], SqliteDatabase.FileName)}";
    Console.WriteLine(await comparison.Row(database.Dialect, new ReminderWakes(database, kind, connection, deadlines)));
}

async Task Empty()
{
    await using var connection = await database.Open(default);
    await using var command = connection.Command(null, "DELETE FROM fleet_record; DELETE FROM fleet_journal; UPDATE fleet_view SET position = 0");
    await command.ExecuteNonQueryAsync();
}

async Task Writes()
{
    await using var run = await WriteRun.Prepare(database, kind);
    Console.WriteLine($"{database.Dialect}: payload {run.PayloadBytes} bytes with one journal line, {WriteRun.Records} records, {WriteRun.Length.TotalSeconds} s each");
    Console.WriteLine("writers  storage/s  bare/s");
    foreach (var writers in new[] { 1, 8, 16 })
        Console.WriteLine($"{writers,7}  {await run.Storage(writers),9:0}  {await run.Bare(writers),6:0}");
    await run.Idle();
    Console.WriteLine($"due query on {WriteRun.Idlers} idle records: {await run.DueMilliseconds():0.00} ms; bytes a row: {await run.BytesARow():0}");
}
