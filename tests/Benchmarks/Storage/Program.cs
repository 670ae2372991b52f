using DeskFleet.Benchmarks.Storage;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

if (args is not ([_, _] or [_, _, "view"]))
{
    Console.Error.WriteLine("""
        How many records a second a database takes, through the grains' storage and bare.
          sqlite FOLDER          into a new folder
          postgres CONNECTION    into a database that is made
        With "view" behind it: what a page of the view costs among a thousand WorkSpaces and among a million.
        """);
    return 2;
}

await using FleetDatabase database = args[0] == "postgres" ? new PostgresDatabase(args[1]) : new SqliteDatabase(args[1]);
if (args.Length == 3)
{
    await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.FromSeconds(10), default);
    using var view = new ViewRun(database);
    foreach (var size in ViewRun.Sizes)
    {
        await view.Fill(size);
        foreach (var (name, filter) in ViewRun.Filters)
            Console.WriteLine($"{database.Dialect}, {size,9:n0} WorkSpaces, by {name,-16} {await view.Milliseconds(filter, size),6:0.00} ms");
    }

    return 0;
}

var run = await WriteRun.Prepare(database, args[0] == "postgres" ? StoreKind.Postgres : StoreKind.Sqlite);
Console.WriteLine($"{database.Dialect}: payload {run.PayloadBytes} bytes with one journal line, {WriteRun.Records} records, {WriteRun.Length.TotalSeconds} s each");
Console.WriteLine("writers  storage/s  bare/s");
foreach (var writers in new[] { 1, 8, 16 })
    Console.WriteLine($"{writers,7}  {await run.Storage(writers),9:0}  {await run.Bare(writers),6:0}");
await run.Idle();
Console.WriteLine($"due query on {WriteRun.Idlers} idle records: {await run.DueMilliseconds():0.00} ms; bytes a row: {await run.BytesARow():0}");
await run.DisposeAsync();
return 0;
